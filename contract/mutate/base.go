package mutate

import (
	"net/http"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/param"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// made returns an answer of the spec that has all that it may have: where a contract is played, its
// example, and what that leaves out of the spec.
func (t *target) made(expected *contract.Response) *contract.Response {
	sampler := sample.New(1)
	sampler.Full = true
	answer := &contract.Response{Status: t.status(expected), Body: contract.Body{Presence: contract.Empty}}
	for _, h := range t.Response.Headers {
		if v, err := sampler.Parameter(h, spec.InResponse); err == nil && !httpapi.IgnoredHeader(h.Name) {
			answer.Headers = append(answer.Headers, contract.Values{Name: h.Name, Values: []string{headerText(h, v)}})
		}
	}
	t.content(answer, sampler, expected)
	if expected == nil {
		return answer
	}
	for _, h := range expected.Headers {
		answer.Headers = withHeader(answer.Headers, h)
	}
	return answer
}

// content gives an answer its body.
func (t *target) content(answer *contract.Response, sampler *sample.Sampler, expected *contract.Response) {
	if t.Media == nil || answer.Status == http.StatusNoContent || answer.Status == http.StatusNotModified || strings.EqualFold(t.Operation.Method(), http.MethodHead) {
		return
	}
	v, err := sampler.MediaValue(t.Media, spec.InResponse)
	if t.Media.Type != nil && err == nil && t.json() {
		if full, err := sampler.Value(t.Media.Type, spec.InResponse); err == nil { // examples may have less
			v = completed(v, full)
		}
	}
	if err != nil {
		v = contract.Object()
	}
	kind, content, err := sample.Body(t.Media, v)
	if err != nil {
		return
	}
	if expected != nil && expected.Body.Presence == contract.Present {
		if example := parsed(expected.Body.Content); example != nil && t.json() {
			content = contract.AppendJSON(nil, completed(example, v))
		} else {
			content = expected.Body.Content
		}
	}
	answer.Headers = withHeader(answer.Headers, contract.Values{Name: "Content-Type", Values: []string{kind}})
	answer.Body = contract.Body{Presence: contract.Present, Content: content}
}

// json reports whether what is in the body is looked into.
func (t *target) json() bool { return t.Media != nil && httpapi.KindOf(t.Media) == httpapi.JSON }

// status returns the status of an answer: the one that is expected, if the spec has it.
func (t *target) status(expected *contract.Response) int {
	code, ok := httpapi.StatusCode(t.Response.Status)
	switch {
	case ok && code >= 100:
		return code
	case expected != nil && expected.Status > 0:
		return expected.Status
	case code > 0: // a class
		return code * 100
	}
	return http.StatusOK
}

// completed returns the example with the members that only the sample has.
func completed(example, sample *spec.Value) *spec.Value {
	made := *example
	switch {
	case example.Kind == spec.Map && sample.Kind == spec.Map:
		made.Members = nil
		for _, m := range example.Members {
			if other := sample.Get(m.Key); other != nil {
				m.Value = completed(m.Value, other)
			}
			made.Members = append(made.Members, m)
		}
		for _, m := range sample.Members {
			if example.Member(m.Key) == nil {
				made.Members = append(made.Members, m)
			}
		}
	case example.Kind == spec.List && sample.Kind == spec.List && len(sample.Items) > 0:
		made.Items = nil
		for _, item := range example.Items {
			made.Items = append(made.Items, completed(item, sample.Items[0]))
		}
	}
	return &made
}

func headerText(h *spec.Parameter, v *spec.Value) string {
	var r wire.Reader
	r.Reset(wire.Neutral)
	n, ok := r.ParseJSON(sample.Encode(v), wire.Limits{})
	if !ok {
		return v.Text
	}
	return string(param.AppendHeader(nil, &r, n, h.Name, validate.Style(h)))
}

// withHeader returns the headers with another one, in the place of that of its name.
func withHeader(headers []contract.Values, h contract.Values) []contract.Values {
	return append(withoutHeader(headers, h.Name), h)
}

func withoutHeader(headers []contract.Values, name string) []contract.Values {
	return slices.DeleteFunc(slices.Clone(headers), func(h contract.Values) bool { return strings.EqualFold(h.Name, name) })
}

// parsed reads JSON; nil: it is none.
func parsed(content []byte) *spec.Value {
	document, _ := tree.Parse(source.NewFile("body.json", content))
	if document == nil || document.YAML {
		return nil
	}
	return document.Root
}

// holds reports whether an answer is one that the contract takes.
func holds(expected, answer *contract.Response) bool {
	return len(match.Response(expected, answer)) == 0
}

// noticed reports whether a contract takes no such answer, as a matter of fact.
func noticed(expected, answer *contract.Response) bool {
	return slices.ContainsFunc(match.Response(expected, answer), func(m match.Mismatch) bool { return m.Kind != match.Unchecked })
}
