package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// interaction is what is known of one way to use an operation, from one exchange or several.
type interaction struct {
	operation *operation
	answer    *spec.Response
	prefix    string // the path of the server
	status    int
	states    []string
	accept    bool // the request says which type it wants, and there are several

	inputs, headers           []*given // of the request, of the answer
	request, response         *node    // bodies; nil: there is none, or nothing is recorded of it
	requestType, responseType string   // "": there is no body

	description string
	built       *contract.Interaction
	bytes       []byte // of built
}

// sealed replaces all texts by what may be written; nil: something can't be.
func (l *look) sealed(i *interaction) *interaction {
	d := i.operation.document
	for _, g := range i.inputs {
		if !g.sealed(d, l.hidden, g.values, spec.InRequest) || !g.escaped(i.operation) {
			l.refuse(NotRecordable, report.Warning, nil, "the %s %s holds what must not be written, and nothing that the spec allows can be put in its place", g.in, g.name)
			continue
		}
		l.told(g.tree, "the request")
	}
	for _, g := range i.headers {
		if !g.sealed(d, l.hidden, g.values, spec.InResponse) {
			l.refuse(NotRecordable, report.Warning, nil, "the header %s holds what must not be written, and nothing that the spec allows can be put in its place", g.name)
			continue
		}
		l.told(g.tree, fmt.Sprintf("the answer %d", l.Status))
	}
	l.sealBody(d, i.request, spec.InRequest, "the request")
	l.sealBody(d, i.response, spec.InResponse, fmt.Sprintf("the answer %d", l.Status))
	i.accept = len(i.answer.Content) > 1 && l.Header.Get("Accept") != ""
	if l.spoilt {
		return nil
	}
	return i
}

func (l *look) sealBody(d *document, n *node, direction spec.Direction, of string) {
	if n == nil {
		return
	}
	if !seal(d, l.hidden, n, direction) {
		n.every(func(n *node) {
			if n.why != "" && n.example == nil {
				l.refuse(NotRecordable, report.Warning, nil, "%s of %s must not be written, and nothing that the spec allows can be put in its place", n.path, of)
			}
		})
		return
	}
	l.told(n, of)
}

// told says what is redacted.
func (l *look) told(n *node, of string) {
	n.every(func(n *node) {
		if n.why != "" {
			l.redacted(n.path+" of "+of, n.why)
		}
	})
}

func (l *look) redacted(what, why string) {
	l.note(Redacted, report.Info, nil, fmt.Sprintf("%s is not written (%s)", what, why))
}

// escaped writes what was put in a path as paths are written; false: its style has no such text.
func (g *given) escaped(o *operation) bool {
	if g.in != spec.InPath || g.tree.why == "" {
		return true
	}
	for i := range o.inputs {
		if in := &o.inputs[i]; in.In == spec.InPath && in.Name == g.name && in.Style != "" && in.Style != "simple" {
			return false
		}
	}
	g.values = []string{url.PathEscape(g.values[0])}
	return true
}

// key tells interactions apart: by what is sent, but for values, and by what it is answered with.
func (i *interaction) key() string {
	var b strings.Builder
	fmt.Fprintln(&b, i.operation.ID(), i.prefix, i.status, i.requestType, i.responseType, i.response == nil, i.accept)
	for _, g := range i.inputs {
		fmt.Fprintln(&b, g.in, g.name, len(g.values))
	}
	b.WriteString(shapeOf(i.request))
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:6])
}

// describe says what the interaction is about.
func (i *interaction) describe() string {
	text := fmt.Sprintf("%s %s answered %d", i.operation.Method(), i.operation.Path().Raw, i.status)
	var names []string
	for _, g := range i.inputs {
		if g.in == spec.InQuery {
			names = append(names, g.name)
		}
	}
	if len(names) > 0 {
		text += " with " + strings.Join(names, ", ")
	}
	return text
}

// keep makes the interaction part of the contract. It reports whether that has changed.
func (r *Recorder) keep(made *interaction, l *look) bool {
	key := made.key()
	known := r.learned[key]
	switch {
	case r.broken[key]:
		return false
	case known == nil && r.full():
		return false
	case known == nil:
		made.description = r.unique(made.describe())
		r.learned[key], known = made, made
	default:
		known.merge(made)
	}
	known.build(key)
	if why := known.wrong(l.Exchange); why != "" {
		delete(r.learned, key)
		r.broken[key] = true
		r.say(finding{NotRecordable, report.Warning, fmt.Sprintf("%s: %s; not recorded", known.description, why), &known.operation.Node})
		return true
	}
	before := known.bytes
	known.bytes, _ = pact.WriteV4(&contract.Contract{Interactions: []*contract.Interaction{known.built}})
	return !bytes.Equal(before, known.bytes)
}

// full reports whether nothing new is recorded any more, and tells it.
func (r *Recorder) full() bool {
	most := r.options.MaxInteractions
	if len(r.learned)+len(r.dialogues) < most {
		return false
	}
	r.say(finding{NotRecordable, report.Warning, fmt.Sprintf("there are more than %d interactions: the rest is not recorded", most), nil})
	return true
}

// unique returns the description with a number if another interaction has it.
func (r *Recorder) unique(description string) string {
	for n, text := 2, description; ; n++ {
		taken := false
		for _, i := range r.learned {
			taken = taken || i.description == text
		}
		for _, d := range r.dialogues {
			taken = taken || d.description == text
		}
		if !taken {
			return text
		}
		text = fmt.Sprintf("%s (%d)", description, n)
	}
}

// merge adds what another exchange shows.
func (i *interaction) merge(other *interaction) {
	for at, g := range i.inputs { // the key says that they are the same
		g.merge(other.inputs[at])
	}
	i.headers = slices.DeleteFunc(i.headers, func(g *given) bool { // only what all answers have is relied on
		at := slices.IndexFunc(other.headers, func(o *given) bool { return o.name == g.name })
		if at >= 0 {
			g.merge(other.headers[at])
		}
		return at < 0
	})
	if i.request != nil {
		i.request.merge(other.request, true)
	}
	if i.response != nil {
		i.response.merge(other.response, true)
	}
}

// wrong says why what has been built is no contract of the exchange; "": it is one.
func (i *interaction) wrong(x *Exchange) string {
	for _, m := range append(match.Request(i.built.Request, x.request()), match.Response(i.built.Response, x.response())...) {
		return fmt.Sprintf("what was seen can't be said by Pact's matchers (%s)", m.Kind)
	}
	if len(match.Request(i.built.Request, i.built.Request))+len(match.Response(i.built.Response, i.built.Response)) > 0 {
		return "what would be written breaks its own matchers"
	}
	d := i.operation.document
	if !holds(d.checker, i.mediaType(i.requestType, i.operation.Request), i.built.Request.Body) {
		return "the request as it would be written breaks the spec"
	}
	if !holds(d.part, i.answerType(), i.built.Response.Body) {
		return "the answer as it would be written breaks the spec"
	}
	return ""
}

func (i *interaction) mediaType(name string, payload *spec.Payload) *spec.Type {
	if payload == nil {
		return nil
	}
	return i.typeOf(name, payload.Content)
}

func (i *interaction) answerType() *spec.Type { return i.typeOf(i.responseType, i.answer.Content) }

func (i *interaction) typeOf(name string, content []*spec.MediaType) *spec.Type {
	for _, m := range content {
		if made := i.operation.document.media(m); concrete(made) == name {
			return made.schema
		}
	}
	return nil
}

// holds reports whether a body that is to be written is a value of the spec.
func holds(checker *validate.Checker, t *spec.Type, b contract.Body) bool {
	if b.Presence != contract.Present || t == nil {
		return true
	}
	var r wire.Reader
	r.Reset(wire.Neutral)
	n, ok := r.ParseJSON(b.Content, wire.Limits{})
	if ok {
		checker.Read(t)(&r, n)
	}
	return ok && r.OK()
}
