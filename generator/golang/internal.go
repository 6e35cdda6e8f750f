package golang

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/generator/golang/schema"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/spec"
)

// internal reports whether a parameter or a header is for insiders only.
func (l *lowering) internal(p *spec.Parameter) bool {
	if p.Policy != nil && p.Policy.Tier != "" {
		return p.Policy.Tier == tierInternal
	}
	return l.types.Internal(p.Type)
}

// location is the expression of where a parameter travels; "": it can't be kept from outsiders.
func (p *parameter) location() string {
	switch p.In {
	case spec.InQuery:
		return "errors.Query"
	case spec.InHeader:
		return "errors.Header"
	case spec.InCookie:
		return "errors.Cookie"
	}
	return ""
}

// expose finds out which operations have something that outsiders must not see, when all types are known, and tells of what
// can't be kept from them.
func (l *lowering) expose() {
	e := l.types.Exposure()
	for _, o := range l.operations {
		if server := l.served[o]; server != nil && e.Anything() {
			e.Begin(l.forInsiders(o.Operation))
			l.exposeRequest(e, o)
			for _, u := range o.answers {
				l.exposeAnswer(e, u.answer)
			}
			server.Internal = e.Secret()
		}
	}
	l.findings = append(l.findings, e.Findings()...)
}

func (l *lowering) exposeRequest(e *schema.Exposure, o *operation) {
	for _, f := range o.fields {
		l.exposeParameter(e, f.parameter)
	}
	if o.body != nil {
		exposeMedia(e, o.body.media)
	}
}

func (l *lowering) exposeParameter(e *schema.Exposure, p *parameter) {
	if !p.internal {
		e.Body(p.Type, p.slot.Shape)
		return
	}
	e.Found()
	switch names := p.slot.Shape.Members(); {
	case p.location() == "":
		e.Tell(&p.Node, "no request finds its operation without it, or it is the whole query", "mark the operation internal")
	case p.In == spec.InQuery && p.Explode && p.Style == "form" && names > 0:
		e.Tell(&p.Node, fmt.Sprintf("its %d members travel as parameters of their own", names), "use style: deepObject")
	}
}

func (l *lowering) exposeAnswer(e *schema.Exposure, a *answer) {
	for _, h := range a.headers {
		if h.internal {
			e.Found()
		} else {
			e.Body(h.Type, h.slot.Shape)
		}
	}
	exposeMedia(e, a.media)
}

func exposeMedia(e *schema.Exposure, all []*media) {
	for _, m := range all {
		switch {
		case m.item != nil:
			e.Body(httpapi.ItemOf(m.MediaType), m.item)
		case m.slot != nil:
			e.Body(m.Type, m.slot.Shape)
		default:
			e.Bytes(m.Type)
		}
	}
}
