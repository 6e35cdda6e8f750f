package roundtripjson

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// texts are what codecs of text get wrong, and forms that only some places take.
var texts = [...]string{
	"", "a", "null", "\x00", "\"\\/\b\f\n\r\t\x01\x1f\x7f<>&'", "e\u0301 \u00e9", "\U0001F469\u200d\U0001F469\u200d\U0001F467 \U0001F600",
	"\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627", "\u2028\u2029\u0085", "\ufeff\ufffd\uffff",
	"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "2024-02-29T23:59:59.5+05:30", "2024-02-29", "00000000-0000-0000-0000-000000000000", "AA==",
}

// numbers are at the ends of their types, and beyond what others hold.
var numbers = [...]string{
	"0", "-0", "1", "-1", "2147483647", "-2147483648", "2147483648", "9007199254740993", "-9007199254740993", "9223372036854775807",
	"-9223372036854775808", "18446744073709551615", "0.1", "-1.5", "123456789.123", "1e21", "1E-7", "1.0", "5e-324", "1e308", "1.7976931348623157e308", "-1.7976931348623157e308",
}

// The bounds of what is tried on one text.
const (
	mostPlaces  = 40 // the outermost first: what lies further within has a type of its own, mostly
	mostFully   = 8  // of each kind, at which everything is tried; at others a few things
	mostBriefly = 4
	longest     = 5000 // characters
	fullest     = 200  // items
	deepest     = 20   // of a type within itself
)

// unknownKey is a member that no contract names.
const unknownKey = "bylaw é\u2028\U0001F600"

// place is a value within the root, and where it is.
type place struct {
	*value
	path  string
	steps []int // indexes that lead to it
}

// changes tries everything on each place, one after the other.
func (j *journey) changes() {
	next := []place{{j.root, "", nil}}
	for n := 0; n < len(next) && n < mostPlaces; n++ {
		p := next[n]
		next = append(next, p.inner()...)
		j.change(p)
	}
}

// inner are the places within one.
func (p place) inner() []place {
	out := make([]place, 0, len(p.values))
	for i, v := range p.values {
		path := p.path + "[" + strconv.Itoa(i) + "]"
		if p.kind == object {
			path = p.path + "." + p.keys[i]
		}
		out = append(out, place{v, path, append(p.steps[:len(p.steps):len(p.steps)], i)})
	}
	return out
}

func (j *journey) change(p place) {
	was := *p.value
	defer func() { *p.value = was }()
	try := func(what string, v value) bool {
		*p.value = v
		return j.send(at(p.path)+" is "+what, p.value)
	}
	j.tried[was.kind]++
	fully := j.tried[was.kind] <= mostFully
	if try("null", value{}); was.kind != null {
		switch was.kind {
		case boolean:
			try("the other one", value{kind: boolean, text: strconv.FormatBool(was.text != "true")})
		case number:
			numeric(try, fully)
		case text:
			textual(was, try, fully)
		case list:
			listed(was, try)
		case object:
			j.shaped(was, p, try)
		}
	}
	*p.value = was
	j.deep(p)
}

// attempt has the root travel with another value in a place, and reports whether it was taken.
type attempt func(what string, v value) bool

// anything reports whether a place takes values of every kind: then it has to keep them to the letter.
func anything(try attempt) bool {
	return try("empty", value{kind: object}) && try("empty", value{kind: list}) && try("true", value{kind: boolean, text: "true"}) && try("a", value{kind: text, text: "a"})
}

// numeric tries numbers. A place that takes a half holds binary numbers; of 32 bits, if they end there.
func numeric(try attempt, fully bool) {
	as := exact
	if !anything(try) && (try("0.5", value{kind: number, text: "0.5", lenient: floating}) || try("1.5", value{kind: number, text: "1.5", lenient: floating})) {
		as = floating
		if !try("1e300", value{kind: number, text: "1e300", lenient: floating}) && try("1e38", value{kind: number, text: "1e38", lenient: single}) {
			as = single
		}
	}
	for _, n := range briefly(numbers[:], fully) {
		try(n, value{kind: number, text: n, lenient: as})
	}
	if !fully {
		return
	}
	for _, sign := range []string{"", "-"} {
		furthest(func(n int) bool {
			v := sign + strconv.Itoa(n)
			return try(v, value{kind: number, text: v, lenient: as})
		}, 1_000_000_000)
	}
}

// textual tries texts, and longer and shorter ones than the text at hand until no other is taken.
func textual(was value, try attempt, fully bool) {
	for _, s := range briefly(texts[:], fully) {
		try(shown(s), value{kind: text, text: s})
	}
	if !fully {
		return
	}
	for _, filler := range []string{"x", "\U0001F600"} {
		furthest(func(n int) bool {
			return try(fmt.Sprintf("%d characters longer", n), value{kind: text, text: was.text + strings.Repeat(filler, n)})
		}, longest)
	}
	characters := []rune(was.text)
	furthest(func(n int) bool {
		return try(fmt.Sprintf("%d characters shorter", n), value{kind: text, text: string(characters[:len(characters)-n])})
	}, len(characters))
}

// briefly is some of what is to be tried, if it isn't all.
func briefly(all []string, fully bool) []string {
	if fully {
		return all
	}
	var some []string
	for i := 1; i < len(all); i += len(all) / mostBriefly {
		some = append(some, all[i])
	}
	return some
}

// listed tries empty lists, and longer ones until no other is taken.
func listed(was value, try attempt) {
	try("empty", value{kind: list})
	if len(was.values) == 0 {
		return
	}
	furthest(func(n int) bool {
		longer := append([]*value(nil), was.values...)
		for range n {
			longer = append(longer, was.values[0])
		}
		return try(fmt.Sprintf("%d items longer", n), value{kind: list, values: longer})
	}, fullest)
}

// shaped leaves out each member, and adds one that the contract doesn't name.
func (j *journey) shaped(was value, p place, try attempt) {
	for i, key := range was.keys {
		keys, values := append([]string(nil), was.keys...), append([]*value(nil), was.values...)
		try("without "+key, value{kind: object, keys: append(keys[:i], keys[i+1:]...), values: append(values[:i], values[i+1:]...)})
	}
	try("empty", value{kind: object})
	extra := func(what string, v value) bool {
		return try("with another member, "+what, value{kind: object, keys: append(was.keys[:len(was.keys):len(was.keys)], unknownKey), values: append(was.values[:len(was.values):len(was.values)], &v)})
	}
	if extra("a text", value{kind: text, text: texts[6]}) && j.keeps(p) {
		numeric(extra, true)
	}
	if len(was.keys) > 1 {
		keys, values := append([]string(nil), was.keys...), append([]*value(nil), was.values...)
		sort.Sort(sort.Reverse(&order{keys, values}))
		try("in another order", value{kind: object, keys: keys, values: values})
	}
}

// keeps reports whether the member that was added to a place comes back.
func (j *journey) keeps(p place) bool {
	out, err := j.typ.echo(appendValue(nil, j.root), true)
	if err != nil {
		return false
	}
	back, err := parse(out)
	if err != nil {
		return false
	}
	sent := j.root
	for _, i := range p.steps { // members may come back in another order
		switch {
		case sent.kind == object:
			back = back.member(sent.keys[i])
		case i < len(back.values):
			back = back.values[i]
		}
		if sent = sent.values[i]; back == nil {
			return false
		}
	}
	return back.member(unknownKey) != nil
}

// order sorts members by their names.
type order struct {
	keys   []string
	values []*value
}

func (o *order) Len() int           { return len(o.keys) }
func (o *order) Less(i, k int) bool { return o.keys[i] < o.keys[k] }
func (o *order) Swap(i, k int) {
	o.keys[i], o.keys[k] = o.keys[k], o.keys[i]
	o.values[i], o.values[k] = o.values[k], o.values[i]
}

// furthest finds the greatest number up to most that is taken, if smaller ones are, and has those on the way travel.
func furthest(take func(int) bool, most int) {
	if most <= 0 || take(most) {
		return
	}
	low := 0
	for n := 1; n < most && take(n); n *= 8 {
		low = n
	}
	for high := min(most, max(1, low*8)); high-low > 1; {
		if middle := low + (high-low)/2; take(middle) {
			low = middle
		} else {
			high = middle
		}
	}
}

// deep puts the root where it may stand within itself, as far down as is allowed. Where it doesn't come back whole from
// one level down, what is there is another type, which overlooks what it doesn't know.
func (j *journey) deep(p place) {
	if len(p.steps) == 0 || p.kind != object && p.kind != list {
		return
	}
	base := j.root
	defer func() { j.root = base }()
	j.root = within(base, p.steps, 1)
	text := string(appendValue(nil, j.root))
	if _, taken := j.typ.takes(text); !taken || j.typ.differs(text, j.root, nil, false) != "" {
		return
	}
	depth := min(deepest, 100/len(p.steps))
	j.root = within(base, p.steps, depth)
	j.send(fmt.Sprintf("%s is the whole, %d times", at(p.path), depth), nil)
}

// within is a value that holds itself where steps lead, so many times.
func within(base *value, steps []int, times int) *value {
	inner := base.clone()
	for range times {
		outer := base.clone()
		outer.put(steps, inner)
		inner = outer
	}
	return inner
}

// put puts a value where steps lead.
func (v *value) put(steps []int, inner *value) {
	for ; len(steps) > 1; steps = steps[1:] {
		v = v.values[steps[0]]
	}
	v.values[steps[0]] = inner
}
