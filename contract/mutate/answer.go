package mutate

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// spoiled is an answer with one mistake in it.
type spoiled struct {
	mutant string
	path   string                    // of the value, the name of a header, or "" for the answer as a whole
	about  *spec.Field               // nil: the answer
	answer func() *contract.Response // nil: none comes
}

// spoil makes every mistake in an answer, one at a time.
func (t *target) spoil(answer *contract.Response, visit func(spoiled)) {
	t.spoilWhole(answer, visit)
	for _, h := range t.Response.Headers {
		if _, there := contract.Header(answer.Headers, h.Name); there {
			visit(spoiled{missingHeader, h.Name, &h.Field, with(answer, func(made *contract.Response) { made.Headers = withoutHeader(answer.Headers, h.Name) })})
		}
	}
	if body := t.body(answer); body != nil {
		t.spoilBody(answer, body, visit)
	}
}

// body returns what is in the body, if it is looked into.
func (t *target) body(answer *contract.Response) *spot {
	if !t.json() || answer.Body.Presence != contract.Present || len(answer.Body.Content) > mostBody {
		return nil
	}
	v := parsed(answer.Body.Content)
	if v == nil {
		return nil
	}
	return &spot{value: v, known: about(t.Media.Type), path: "$", put: func(v *spec.Value) *spec.Value { return v }}
}

// with makes a copy of an answer that something is changed in, once it is wanted.
func with(answer *contract.Response, change func(*contract.Response)) func() *contract.Response {
	return func() *contract.Response {
		made := *answer
		change(&made)
		return &made
	}
}

// spoilWhole makes the mistakes that are not about what is in the body.
func (t *target) spoilWhole(answer *contract.Response, visit func(spoiled)) {
	visit(spoiled{otherStatus, "", nil, with(answer, func(made *contract.Response) { made.Status = otherOf(answer.Status) })})
	if len(answer.Body.Content) > 0 {
		visit(spoiled{noBody, "", nil, with(answer, func(made *contract.Response) { made.Body = contract.Body{Presence: contract.Empty} })})
		if t.isSuccess() {
			visit(spoiled{errorBody, "", nil, with(answer, func(made *contract.Response) {
				made.Body = contract.Body{Presence: contract.Present, Content: t.failure()}
				made.Headers = withHeader(answer.Headers, contract.Values{Name: "Content-Type", Values: []string{"application/json"}})
			})})
		}
		visit(spoiled{otherMedia, "", nil, with(answer, func(made *contract.Response) {
			made.Headers = withHeader(answer.Headers, contract.Values{Name: "Content-Type", Values: []string{t.otherType()}})
		})})
	}
	visit(spoiled{late, "", nil, nil})
}

// otherOf returns another status of the same class: 200 for 201.
func otherOf(status int) int {
	switch first := status / 100 * 100; {
	case status == http.StatusOK:
		return http.StatusAccepted
	case status == first && first >= 400:
		return first + 4
	case status == first:
		return first + 1
	default:
		return first
	}
}

func (t *target) otherType() string {
	if t.Media != nil && strings.HasPrefix(t.Media.Name, "text/plain") {
		return "application/json"
	}
	return "text/plain"
}

// failure returns the body of the operation's first error.
func (t *target) failure() []byte {
	if m := t.failing(); m != nil {
		if text, err := sample.New(1).Media(m, spec.InResponse); err == nil {
			return text
		}
	}
	return []byte(`{"code":"internal","message":"the service has failed","status":500}`)
}

// failing returns the JSON of the operation's first error; nil: it declares none.
func (t *target) failing() *spec.MediaType {
	for _, r := range t.Operation.Responses {
		if isSuccess(t.Operation, r) {
			continue
		}
		for _, m := range r.Content {
			if spec.IsJSON(m.Name) && m.Type != nil {
				return m
			}
		}
	}
	return nil
}

// spoilBody makes the mistakes in the values of a body.
func (t *target) spoilBody(answer *contract.Response, body *spot, visit func(spoiled)) {
	first := true
	walk(body, func(s *spot) {
		body := func(v *spec.Value, encode func([]byte) []byte) func() *contract.Response {
			return with(answer, func(made *contract.Response) {
				made.Body = contract.Body{Presence: contract.Present, Content: encode(contract.AppendJSON(nil, s.put(v)))}
			})
		}
		for _, r := range s.replacements() {
			visit(spoiled{r.mutant, s.path, s.field, body(r.value, inUTF8)})
		}
		if s.value.Kind == spec.Str && first {
			first = false
			visit(spoiled{latin1, "", nil, body(contract.Text(s.value.Text+"é"), inLatin1)})
		}
	})
}

func inUTF8(text []byte) []byte { return text }

// inLatin1 encodes a text as ISO 8859-1; what that lacks becomes a question mark.
func inLatin1(text []byte) []byte {
	var made []byte
	for _, c := range bytes.Runes(text) {
		if c > 0xFF {
			c = '?'
		}
		made = append(made, byte(c))
	}
	return made
}

// allowed reports whether the spec allows the mistaken answer, so that it is none.
func (t *target) allowed(s spoiled, answer *contract.Response) bool {
	switch s.mutant {
	case missingHeader:
		for _, h := range t.Response.Headers {
			if h.Name == s.path {
				return !h.Required
			}
		}
	case otherStatus, noBody, otherMedia, errorBody, late, latin1:
		return false
	}
	if answer == nil || t.Media == nil || t.Media.Type == nil {
		return false
	}
	var r wire.Reader
	r.Reset(wire.Response)
	n, ok := r.ParseJSON(answer.Body.Content, wire.Limits{})
	if ok {
		t.validator.Read(t.Media.Type)(&r, n)
	}
	return ok && r.OK()
}
