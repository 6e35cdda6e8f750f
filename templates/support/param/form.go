package param

import (
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// ReadForm reads a body of application/x-www-form-urlencoded as an object. A property without a style of
// its own is given once, or once an item; what is no scalar is JSON text.
func ReadForm(r *wire.Reader, body string, shape *Shape, encodings []Encoding) (wire.Node, bool) {
	r.At(errors.Body, "")
	s := &source{r: r, in: errors.Body, code: form}
	pairs := SplitQuery(nil, body)
	if len(pairs) == MaxPairs {
		s.fail(errors.TooLarge, "has too many fields")
		return -1, false
	}
	return s.form(pairs, shape, encodings)
}

// ReadQueryString reads the whole query as one value (OpenAPI 3.2, in: querystring): JSON text or a form.
func ReadQueryString(r *wire.Reader, raw string, style Style, shape *Shape, encodings []Encoding) (wire.Node, bool) {
	r.At(errors.Query, "")
	s := &source{r: r, in: errors.Query, style: style, code: form}
	switch {
	case raw == "":
		return s.missing()
	case style.is(JSON):
		s.code = percent
		return s.json(raw)
	}
	return s.form(SplitQuery(nil, raw), shape, encodings)
}

func (s *source) form(pairs []Pair, shape *Shape, encodings []Encoding) (wire.Node, bool) {
	n := s.r.OpenObject()
	for _, e := range encodings {
		if e.Style != 0 {
			s.styled(pairs, shape.property(e.Name), e)
		}
	}
	s.fields(pairs, shape, func(p *Pair) bool { return !p.taken })
	s.r.Close(n)
	return s.done(n)
}

// styled adds a property that has a style of its own, if it is there.
func (s *source) styled(pairs []Pair, shape *Shape, e Encoding) {
	own := &source{r: s.r, in: s.in, name: e.Name, style: e.Style &^ (Required | AllowEmpty), code: form}
	if !own.given(pairs, shape) {
		return
	}
	s.r.AddKey(e.Name)
	if own.style.is(JSON) {
		own.whole(pairs)
	} else if n, _ := own.pairs(pairs, shape); n < 0 {
		s.r.AddLiteral("null", wire.KindNull)
	}
	s.bad = s.bad || own.bad
}

// whole adds the JSON text of the only pair of that name.
func (s *source) whole(pairs []Pair) {
	if p, ok := s.one(pairs); ok {
		s.nested(p.Text)
		return
	}
	s.r.AddLiteral("null", wire.KindNull)
}

// given says whether the property is there in any way.
func (s *source) given(pairs []Pair, shape *Shape) bool {
	if s.style.is(Explode) && s.style.is(Form) && shape.object() {
		return s.anyMember(pairs, shape)
	}
	for i := range pairs {
		rest, ok := strings.CutPrefix(pairs[i].Name, s.name)
		if ok && (rest == "" || rest[0] == '[' && s.style.is(DeepObject)) {
			return true
		}
	}
	return false
}
