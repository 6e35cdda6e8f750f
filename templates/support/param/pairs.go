package param

import (
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Pair is one name=value of a query, a form or a cookie.
type Pair struct {
	Name  string // decoded
	Text  string // still encoded
	taken bool   // a parameter has read it
}

// MaxPairs bounds how many pairs of a message are looked at. With more, no parameter can be read.
const MaxPairs = 10_000

// SplitQuery appends the pairs of a query string to dst.
func SplitQuery(dst []Pair, raw string) []Pair { return splitPairs(dst, raw, '&', form) }

// SplitCookies appends the pairs of a request's Cookie lines to dst.
func SplitCookies(dst []Pair, lines []string) []Pair {
	for _, line := range lines {
		dst = splitPairs(dst, line, ';', none)
	}
	return dst
}

// splitPairs skips names that are malformed: no parameter is called so.
func splitPairs(dst []Pair, raw string, separator byte, code coding) []Pair {
	for raw != "" && len(dst) < MaxPairs {
		var pair string
		pair, raw = cutByte(raw, separator)
		if code == none {
			pair = strings.Trim(pair, " \t")
		}
		name, text, _ := strings.Cut(pair, "=")
		if plain, ok := code.decode(name); ok && pair != "" {
			dst = append(dst, Pair{Name: plain, Text: text})
		}
	}
	return dst
}

func cutByte(text string, separator byte) (before, after string) {
	if i := strings.IndexByte(text, separator); i >= 0 {
		return text[:i], text[i+1:]
	}
	return text, ""
}

// Query reads a parameter of the query. Parameters that it knows nothing of are none of its business.
func Query(r *wire.Reader, pairs []Pair, name string, style Style, shape *Shape) (wire.Node, bool) {
	s := &source{r: r, in: errors.Query, name: name, style: style, code: form}
	r.At(errors.Query, name)
	return s.pairs(pairs, shape)
}

// Cookies reads a cookie. Style form may put the items of a list into one cookie with & or into
// several; both are read.
func Cookies(r *wire.Reader, pairs []Pair, name string, style Style, shape *Shape) (wire.Node, bool) {
	s := &source{r: r, in: errors.Cookie, name: name, style: style, code: percent}
	if style.is(Cookie) {
		s.code = none
	}
	r.At(errors.Cookie, name)
	if style.is(Form) && style.is(Explode) && (shape.Items != nil || shape.object()) {
		pairs = unfold(pairs)
	}
	return s.pairs(pairs, shape)
}

// unfold splits cookies at &.
func unfold(pairs []Pair) []Pair {
	var all []Pair
	for _, p := range pairs {
		all = splitPairs(all, p.Name+"="+p.Text, '&', none)
	}
	return all
}

// pairs reads what stands under the parameter's name, or under the names of its members.
func (s *source) pairs(pairs []Pair, shape *Shape) (wire.Node, bool) {
	if len(pairs) >= MaxPairs {
		s.fail(errors.TooLarge, "is one of too many parameters")
		return -1, false
	}
	switch exploded := s.style.is(Explode) && !s.style.is(JSON); {
	case s.style.is(DeepObject):
		return s.deepObject(pairs, shape)
	case exploded && shape.object() && shape.Items == nil:
		return s.spread(pairs, shape)
	case exploded && shape.Items != nil:
		return s.repeated(pairs, shape)
	}
	p, ok := s.one(pairs)
	if !ok {
		return s.missing()
	}
	return s.value(p.Text, shape, s.separator(), false)
}

func (s *source) separator() []string {
	switch {
	case s.style.is(SpaceDelimited):
		return anyOfSpace
	case s.style.is(PipeDelimited):
		return anyOfPipe
	}
	return comma
}

// one finds the only pair of the parameter's name.
func (s *source) one(pairs []Pair) (found *Pair, ok bool) {
	for i := range pairs {
		if p := &pairs[i]; p.Name == s.name {
			p.taken = true
			if found != nil {
				s.twice()
				return nil, false
			}
			found = p
		}
	}
	return found, found != nil
}

// repeated reads color=blue&color=black.
func (s *source) repeated(pairs []Pair, shape *Shape) (wire.Node, bool) {
	count, first := 0, 0
	for i := range pairs {
		if pairs[i].Name == s.name {
			if count++; count == 1 {
				first = i
			}
		}
	}
	switch {
	case count == 0:
		return s.missing()
	case count == 1 && (s.empty(pairs[first].Text, shape) || shape.Scalars != 0):
		pairs[first].taken = true
		return s.value(pairs[first].Text, shape, nil, false)
	}
	n := s.r.OpenArray()
	for i := range pairs {
		if p := &pairs[i]; p.Name == s.name {
			p.taken = true
			s.scalar(p.Text, shape.Items)
		}
	}
	s.r.Close(n)
	return s.done(n)
}

// spread reads R=100&G=200: each member is a parameter of its own. An object that takes any name
// takes those that no parameter has taken before it.
func (s *source) spread(pairs []Pair, shape *Shape) (wire.Node, bool) {
	if !s.anyMember(pairs, shape) {
		return s.missing()
	}
	n := s.r.OpenObject()
	s.fields(pairs, shape, func(p *Pair) bool { return s.owns(p, shape) })
	s.r.Close(n)
	return s.done(n)
}

func (s *source) owns(p *Pair, shape *Shape) bool {
	return shape.declares(p.Name) || shape.Additional != nil && !p.taken
}

func (s *source) anyMember(pairs []Pair, shape *Shape) bool {
	for i := range pairs {
		if s.owns(&pairs[i], shape) {
			return true
		}
	}
	return false
}

// fields adds a member for each name among the pairs that mine admits, in the order of the names'
// first places.
func (s *source) fields(pairs []Pair, shape *Shape, mine func(*Pair) bool) {
	places := map[string][]int{}
	for i := range pairs {
		if mine(&pairs[i]) {
			places[pairs[i].Name] = append(places[pairs[i].Name], i)
		}
	}
	for i := range pairs {
		name := pairs[i].Name
		all := places[name]
		if len(all) == 0 || all[0] != i {
			continue
		}
		s.r.AddKey(name)
		own := *s
		own.name = name
		own.field(pairs, all, shape.property(name))
		s.bad = own.bad
	}
}

// field adds the value of one member: an array of all its pairs, or the only one.
func (s *source) field(pairs []Pair, places []int, shape *Shape) {
	for _, i := range places {
		pairs[i].taken = true
	}
	if shape.Items == nil || shape.Scalars != 0 && len(places) == 1 {
		if len(places) > 1 {
			s.twice()
		}
		s.leaf(pairs[places[0]].Text, shape)
		return
	}
	n := s.r.OpenArray()
	for _, i := range places {
		s.leaf(pairs[i].Text, shape.Items)
	}
	s.r.Close(n)
}
