package headers

import (
	"context"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Plan is what passes by one method.
type Plan struct {
	in, out  []rule
	protocol *Protocol
}

// For returns the plan of a method. A rule of that method counts instead of one for all methods that is about the same
// header, and any rule instead of what always passes.
func (s *Set) For(method string) *Plan {
	p := &Plan{protocol: &s.protocol}
	for _, special := range [...]bool{true, false} {
		for _, r := range s.rules {
			own := slices.Contains(r.Methods, method)
			if special && own || !special && len(r.Methods) == 0 && !s.replaced(&r, method) {
				p.add(r)
			}
		}
	}
	for _, name := range s.protocol.In {
		if !slices.ContainsFunc(p.in, func(r rule) bool { return r.name == name }) {
			p.in = append(p.in, rule{name: name, as: name, plain: true})
		}
	}
	return p
}

func (p *Plan) add(r rule) {
	if r.Response {
		p.out = append(p.out, r)
	} else {
		p.in = append(p.in, r)
	}
}

// replaced says whether the method has a rule of its own about the header.
func (s *Set) replaced(r *rule, method string) bool {
	return slices.ContainsFunc(s.rules, func(own rule) bool {
		return slices.Contains(own.Methods, method) && own.about(r)
	})
}

// about says whether two rules are about the same header: that of a caller's request, or of a handler's answer.
func (r *rule) about(other *rule) bool {
	return r.Response == other.Response && (r.Response && r.as == other.as || !r.Response && r.name == other.name)
}

// Takes reports whether a header of requests, spelt as the protocol does, passes or is made something of.
func (p *Plan) Takes(name string) bool {
	return slices.ContainsFunc(p.in, func(r rule) bool { return r.name == name })
}

// Request goes through a request's headers: given returns the values of one, put is told what the handler may see. The
// context holds the identifiers. The violations are everything that is wrong; a request that has some is to be refused.
func (p *Plan) Request(ctx context.Context, given func(name string) []string, put func(name string, values []string)) (context.Context, []errors.Violation) {
	var wrong []errors.Violation
	for i := range p.in {
		r := &p.in[i]
		values := given(r.name)
		if r.plain {
			if len(values) > 0 {
				put(r.as, values)
			}
			continue
		}
		values, v := r.request(values)
		if v.Code != "" {
			wrong = append(wrong, v)
			continue
		}
		if len(values) == 0 {
			continue
		}
		put(r.as, values)
		if r.Into.put != nil {
			ctx = r.Into.put(ctx, values[0])
		}
	}
	return ctx, wrong
}

// request gives the values that the handler sees.
func (r *rule) request(values []string) ([]string, errors.Violation) {
	wrong := errors.Violation{Location: errors.Header, Field: r.name}
	switch {
	case !empty(values):
		var failed *Transform
		if values, failed = r.transform(values); failed != nil {
			wrong.Code, wrong.Description = failed.code, "must be "+failed.wants
			return nil, wrong
		}
	case r.Required:
		wrong.Code, wrong.Description = errors.Required, "is required"
		return nil, wrong
	case r.Default != nil:
		values = []string{r.Default()}
	default: // there is nothing, or nothing in it
		return nil, wrong
	}
	if r.Into.put != nil && (len(values) != 1 || !Harmless(values[0])) {
		wrong.Code, wrong.Description = errors.Format, "must be one short text of letters, digits and -_.:/+=@~"
		return nil, wrong
	}
	return values, wrong
}

// Response gives the name and the values of a header that a handler has set, as they go out. False: it doesn't.
func (p *Plan) Response(name string, values []string) (string, []string, bool) {
	name = p.protocol.Spell(name)
	for i := range p.out {
		if r := &p.out[i]; r.as == name {
			values, failed := r.transform(values)
			return r.name, values, failed == nil && len(values) > 0
		}
	}
	if slices.ContainsFunc(p.out, func(r rule) bool { return r.name == name }) { // it is what another one becomes
		return "", nil, false
	}
	return name, values, p.protocol.out(name) && len(values) > 0
}

// Complete puts the defaults of an answer, of whatever status, that lacks them.
func (p *Plan) Complete(has func(name string) bool, put func(name string, values []string)) {
	for i := range p.out {
		if r := &p.out[i]; r.Default != nil && !has(r.name) {
			put(r.name, []string{r.Default()})
		}
	}
}

// transform returns changed copies; what it is given belongs to somebody else.
func (r *rule) transform(values []string) ([]string, *Transform) {
	if len(r.Transform) == 0 {
		return values, nil
	}
	out := make([]string, len(values))
	for i, value := range values {
		for j := range r.Transform {
			t, ok := &r.Transform[j], false
			if value, ok = t.apply(value); !ok || !sendable(r.as, value) {
				return nil, t
			}
		}
		out[i] = value
	}
	return out, nil
}

func empty(values []string) bool {
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			return false
		}
	}
	return true
}

// sendable keeps a transform from ending a header, and starting another one. Those of gRPC that end in -bin hold any bytes.
func sendable(name, value string) bool {
	for i := range len(value) {
		if c := value[i]; c < ' ' && c != '\t' || c == 0x7f {
			return strings.HasSuffix(strings.ToLower(name), "-bin")
		}
	}
	return true
}
