package sample

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/param"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// Request is a whole request that a contract allows.
type Request struct {
	Method      string
	Target      string   // the path with the query, percent-encoded, without the server's URL
	Header      []Header // cookies among them; without Content-Type
	ContentType string   // "" if there is no body
	Body        []byte
}

// Header is one header of a request.
type Header struct {
	Name, Value string
}

// Request returns a request of an operation: its required parameters, all of them if Full is set, and
// a body in the first media type that one can be made of. The error, if any, is an *Error.
func (s *Sampler) Request(o *spec.Operation) (*Request, error) {
	return s.request(o, nil, nil)
}

// RequestWith is Request with another value of one of the operation's parameters, whether the contract allows it or not;
// nil: without the parameter. One that stands in the path can't be left out.
func (s *Sampler) RequestWith(o *spec.Operation, p *spec.Parameter, v *spec.Value) (*Request, error) {
	return s.request(o, p, v)
}

func (s *Sampler) request(o *spec.Operation, changed *spec.Parameter, to *spec.Value) (*Request, error) {
	b := requestBuilder{Sampler: s, made: &Request{Method: o.Method()}, path: o.Path().Raw, texts: map[string]string{}, changed: changed, to: to}
	for _, p := range o.Parameters {
		if err := b.parameter(p); err != nil {
			return nil, err
		}
	}
	b.target(o.Path())
	if len(b.cookies) > 0 {
		b.made.Header = append(b.made.Header, Header{"Cookie", string(b.cookies)})
	}
	if o.Request != nil && (o.Request.Required || s.Full) {
		if err := b.body(o.Request); err != nil {
			return nil, err
		}
	}
	return b.made, nil
}

type requestBuilder struct {
	*Sampler
	made           *Request
	path           string
	texts          map[string]string // of the variables of the path
	query, cookies []byte
	changed        *spec.Parameter // has the value to; nil: none
	to             *spec.Value
}

// parameter puts a parameter where it travels, if it is wanted.
func (b *requestBuilder) parameter(p *spec.Parameter) error {
	if p == b.changed {
		if b.to != nil {
			b.put(p, b.to)
		}
		return nil
	}
	if !p.Required && p.In != spec.InPath && !b.Full || p.In == spec.InHeader && httpapi.IgnoredHeader(p.Name) {
		return nil
	}
	v, err := b.pathSafe(p)
	if err != nil {
		if !p.Required && p.In != spec.InPath {
			return nil
		}
		return err
	}
	b.put(p, v)
	return nil
}

func (b *requestBuilder) put(p *spec.Parameter, v *spec.Value) {
	r, n := onTape(v)
	style := validate.Style(p)
	switch p.In {
	case spec.InPath:
		b.texts[p.Name] = string(param.AppendPath(nil, r, n, p.Name, style))
	case spec.InQuery:
		b.query = param.AppendQuery(b.query, r, n, p.Name, style)
	case spec.InQueryString:
		b.query = param.AppendQueryString(b.query, r, n, style, nil)
	case spec.InHeader:
		if text := string(param.AppendHeader(nil, r, n, p.Name, style)); text != "" || p.Required {
			b.made.Header = append(b.made.Header, Header{p.Name, text})
		}
	case spec.InCookie:
		b.cookies = param.AppendCookie(b.cookies, r, n, p.Name, style)
	}
}

// pathSafe returns a value for a parameter that isn't empty where it stands in a path: no router
// would find it.
func (b *requestBuilder) pathSafe(p *spec.Parameter) (*spec.Value, error) {
	v, err := b.Parameter(p, spec.InRequest)
	if err != nil || p.In != spec.InPath || v.Kind != spec.Str || v.Text != "" {
		return v, err
	}
	return b.maker(p.Type, spec.InRequest).make(p.Type, nonEmpty), nil
}

var nonEmpty = &spec.Type{Kind: spec.KindString, Constraints: &spec.Constraints{MinLength: &spec.Limit{N: 1}}}

// target puts the path together; a variable that nothing declares is any text.
func (b *requestBuilder) target(path spec.Path) {
	made := path.Raw
	for _, name := range path.Variables() {
		text, ok := b.texts[name]
		if !ok {
			text = "any"
		}
		made = strings.Replace(made, "{"+name+"}", text, 1)
	}
	if len(b.query) > 0 {
		made += "?" + string(b.query)
	}
	b.made.Target = made
}

func (b *requestBuilder) body(payload *spec.Payload) error {
	var failed error
	for _, m := range inOrder(payload.Content) {
		v, err := b.MediaValue(m, spec.InRequest)
		if err == nil {
			b.made.ContentType, b.made.Body, err = Body(m, v)
		}
		if err == nil {
			return nil
		}
		if failed == nil {
			failed = err
		}
	}
	return failed
}

// inOrder puts JSON first.
func inOrder(content []*spec.MediaType) []*spec.MediaType {
	sorted := slices.Clone(content)
	slices.SortStableFunc(sorted, func(a, b *spec.MediaType) int {
		switch json, other := spec.IsJSON(a.Name), spec.IsJSON(b.Name); {
		case json == other:
			return 0
		case json:
			return -1
		}
		return 1
	})
	return sorted
}

// Body writes a value as a body of the media type, and returns the content type to send it with.
func Body(m *spec.MediaType, v *spec.Value) (contentType string, body []byte, err error) {
	name, _, _ := strings.Cut(strings.ToLower(m.Name), ";")
	switch name = strings.TrimSpace(name); {
	case spec.IsJSON(name) || name == "*/*" || name == "application/*":
		if !spec.IsJSON(name) {
			name = "application/json"
		}
		return name, Encode(v), nil
	case name == "application/x-www-form-urlencoded":
		r, n := onTape(v)
		return name, param.AppendForm(nil, r, n, validate.Encodings(m)), nil
	case name == "multipart/form-data":
		return multipartBody(m, v)
	case v.Kind == spec.Str || v.Kind == spec.Num || v.Kind == spec.Bool:
		return concrete(name), []byte(v.Text), nil
	}
	return concrete(name), Encode(v), nil
}

// concrete is a media type that can be sent: a range can't.
func concrete(name string) string {
	switch {
	case !strings.Contains(name, "*"):
		return name
	case strings.HasPrefix(name, "text/"):
		return "text/plain"
	}
	return "application/octet-stream"
}

// multipartBody writes an object as multipart/form-data. The boundary is always the same, so that
// samples are.
func multipartBody(m *spec.MediaType, v *spec.Value) (string, []byte, error) {
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	if err := w.SetBoundary("bylaw-sample-boundary"); err != nil {
		return "", nil, err
	}
	r, n := onTape(v)
	if err := param.WriteMultipart(w, r, n, validate.Encodings(m), nil); err != nil {
		return "", nil, fmt.Errorf("writing multipart: %w", err)
	}
	if err := w.Close(); err != nil {
		return "", nil, err
	}
	return w.FormDataContentType(), out.Bytes(), nil
}

// onTape puts a value where the packages that generated code runs expect it.
func onTape(v *spec.Value) (*wire.Reader, wire.Node) {
	r := new(wire.Reader)
	r.Reset(wire.Neutral)
	n, ok := r.ParseJSON(Encode(v), wire.Limits{Depth: mostDepth * 10})
	if !ok {
		n, _ = r.ParseJSON([]byte("null"), wire.Limits{})
	}
	return r, n
}
