package golang

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// Break is the valid request of a row, wrong in one place; what isn't set is as it is there.
type Break struct {
	Name   string // "lines[0].quantity: maximum"
	Code   string
	Target string
	Header []sample.Header
	Body   string // an expression; "": the row's
}

// classes are the ways to break a request that every operation shows, by the codes of violations.
var classes = [...][]string{
	{"required"}, {"type", "format"}, {"maximum", "exclusive_maximum", "max_length", "max_items"}, {"enum", "const"},
}

// longestBreak bounds the body of a break: long ones are long because of what is right in them.
const longestBreak = 1000

// breaking makes breaks.
type breaking struct {
	*lowering
	checker *validate.Checker
}

// breaks returns the ways to break the operation's valid request: one of each class in the parameters, and in the body.
func (b *breaking) breaks(o *operation) []Break {
	var all []Break
	for i := range classes {
		for _, p := range o.Parameters {
			if made, ok := b.breakParameter(o, p, classes[i]); ok {
				all = append(all, made)
				break
			}
		}
	}
	return append(all, b.breakBody(o)...)
}

func (b *breaking) breakParameter(o *operation, p *spec.Parameter, codes []string) (Break, bool) {
	if p.Type == nil || p.Content != nil || p.In == spec.InQueryString || p.In == spec.InHeader && httpapi.IgnoredHeader(p.Name) {
		return Break{}, false
	}
	if codes[0] == "required" {
		if !p.Required || p.In == spec.InPath {
			return Break{}, false
		}
		return b.withParameter(o, p, nil, "required")
	}
	t := p.Type.Resolve()
	if !slices.Contains([]spec.Kind{spec.KindString, spec.KindInteger, spec.KindNumber, spec.KindEnum, spec.KindBoolean}, t.Kind) || t.Nullable {
		return Break{}, false
	}
	if codes[0] == "type" || t.Kind == spec.KindEnum {
		v := &spec.Value{Kind: spec.Str, Text: "~other~"}
		code := b.violation(p.Type, v)
		if !slices.Contains(codes, code) {
			return Break{}, false // any text is one
		}
		return b.withParameter(o, p, v, code)
	}
	v, err := b.sampler.Parameter(p, spec.InRequest)
	if err != nil || v.Kind == spec.Bool {
		return Break{}, false
	}
	for _, broken := range b.sampler.BrokenIn(p.Type, spec.InRequest, v, codes) {
		if to := broken.Value(v); to != nil && to.Kind == v.Kind && len(to.Text) < longestBreak {
			return b.withParameter(o, p, to, broken.Code)
		}
	}
	return Break{}, false
}

// violation is the code of the only violation that a value is of a schema; "": there is none, or several.
func (b *breaking) violation(t *spec.Type, v *spec.Value) string {
	var r wire.Reader
	r.Reset(wire.Request)
	if n, ok := r.ParseJSON(sample.Encode(v), wire.Limits{}); ok {
		b.checker.Read(t)(&r, n)
	}
	if found := r.Violations(); len(found) == 1 {
		return found[0].Code
	}
	return ""
}

func (b *breaking) withParameter(o *operation, p *spec.Parameter, v *spec.Value, code string) (Break, bool) {
	sampler := *b.sampler
	request, err := sampler.RequestWith(o.Operation, p, v)
	if err != nil {
		return Break{}, false
	}
	made := Break{Name: p.Name + ": " + code, Code: code}
	if p.In == spec.InPath || p.In == spec.InQuery {
		made.Target = request.Target
	} else {
		made.Header = request.Header
		if len(made.Header) == 0 {
			made.Header = []sample.Header{{Name: "X-Nothing", Value: "1"}} // nil is the row's
		}
	}
	return made, true
}

// breakBody breaks a JSON body: the one with no more than must be there if it can be, else one with all.
func (b *breaking) breakBody(o *operation) []Break {
	if !o.takesJSON() {
		return nil
	}
	m := o.body.media[0]
	var all []Break
	full := *b.sampler
	full.Full = true
	for _, sampler := range []*sample.Sampler{b.sampler, &full} {
		v, err := sampler.MediaValue(m.MediaType, spec.InRequest)
		if err != nil {
			continue
		}
		for _, broken := range sampler.BrokenIn(m.Type, spec.InRequest, v, classes[:]...) {
			known := slices.ContainsFunc(all, func(other Break) bool { return class(other.Code) == class(broken.Code) })
			if !known && len(broken.JSON) <= longestBreak {
				all = append(all, Break{Name: where(broken.Field) + ": " + broken.Code, Code: broken.Code, Body: literal(string(broken.JSON))})
			}
		}
		if len(all) == len(classes) {
			break
		}
	}
	return all
}

func where(field string) string {
	if field == "" {
		return "body"
	}
	return field
}

func class(code string) int {
	return slices.IndexFunc(classes[:], func(codes []string) bool { return slices.Contains(codes, code) })
}

// takesJSON reports whether the body can be nothing but JSON of a schema.
func (o *operation) takesJSON() bool {
	if o.body == nil || o.body.media[0].kind != httpapi.JSON || o.body.media[0].Type == nil {
		return false
	}
	return !slices.ContainsFunc(o.body.media, func(m *media) bool { return strings.Contains(m.name, "*") })
}
