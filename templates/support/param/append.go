package param

import (
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// formatter writes the value of one parameter.
type formatter struct {
	dst   []byte
	r     *wire.Reader
	name  string
	style Style
	code  coding
	keep  string // reserved characters that stay
}

// AppendPath appends the text of a variable of the path, percent-encoded.
func AppendPath(dst []byte, r *wire.Reader, n wire.Node, name string, style Style) []byte {
	f := &formatter{dst: dst, r: r, name: name, style: style, code: percent}
	if style.is(AllowReserved) {
		f.keep = "!$&'()*+,;=:@" // not those that end a segment or the path
	}
	from := len(dst)
	f.path(n)
	if text := string(f.dst[from:]); style.is(Simple) && (text == "." || text == "..") {
		return append(dst, strings.ReplaceAll(text, ".", "%2E")...) // no step in the tree of folders
	}
	return f.dst
}

func (f *formatter) path(n wire.Node) {
	switch exploded := f.style.is(Explode); {
	case f.style.is(JSON):
		f.json(n)
	case f.style.is(Label) && exploded:
		f.list(n, ".", ".", true)
	case f.style.is(Label):
		f.list(n, ".", ",", false)
	case f.style.is(Matrix) && exploded:
		f.named(n, ";", true)
	case f.style.is(Matrix):
		f.add(";", f.escaped(f.name))
		if f.r.Count(n) > 0 || f.text(n) != "" {
			f.list(n, "=", ",", false)
		}
	default:
		f.list(n, "", ",", exploded)
	}
}

// AppendQuery appends a parameter of the query, after & unless dst is empty.
func AppendQuery(dst []byte, r *wire.Reader, n wire.Node, name string, style Style) []byte {
	f := &formatter{dst: dst, r: r, name: name, style: style, code: form}
	if style.is(AllowReserved) {
		f.keep = "/?:@!$'()*,;" // not those that a query would take for its own: #[]&=+
	}
	switch {
	case style.is(DeepObject):
		f.deep(n, f.escaped(name))
	case style.is(SpaceDelimited) && !style.is(Explode):
		f.one(n, "&", "%20")
	case style.is(PipeDelimited) && !style.is(Explode):
		f.one(n, "&", "%7C")
	case style.is(Explode) && !style.is(JSON):
		f.named(n, "&", false)
	default:
		f.one(n, "&", ",")
	}
	return f.dst
}

// AppendCookie appends a cookie, after "; " unless dst is empty.
func AppendCookie(dst []byte, r *wire.Reader, n wire.Node, name string, style Style) []byte {
	f := &formatter{dst: dst, r: r, name: name, style: style, code: percent}
	if style.is(Cookie) {
		f.code = none
	}
	if style.is(Explode) && !style.is(JSON) {
		f.named(n, "; ", false)
	} else {
		f.one(n, "; ", ",")
	}
	return f.dst
}

// AppendHeader appends the value of a header.
func AppendHeader(dst []byte, r *wire.Reader, n wire.Node, _ string, style Style) []byte {
	f := &formatter{dst: dst, r: r, style: style}
	if style.is(JSON) {
		f.json(n)
	} else {
		f.list(n, "", ",", style.is(Explode))
	}
	return f.dst
}

// one appends name=value as a single pair.
func (f *formatter) one(n wire.Node, between, separator string) {
	if f.r.IsNull(n) {
		return
	}
	f.separate(between)
	f.add(f.escaped(f.name), "=")
	if f.style.is(JSON) {
		f.json(n)
		return
	}
	f.list(n, "", separator, false)
}

// named appends name=item for each item, or name=value for each member.
func (f *formatter) named(n wire.Node, between string, always bool) {
	switch f.r.Kind(n) {
	case wire.KindNull:
	case wire.KindArray:
		for items := f.r.Items(n); items.Next(); {
			f.pair(f.name, items.Value, between, always)
		}
	case wire.KindObject:
		for members := f.r.Members(n); members.Next(); {
			f.pair(f.r.Keep(members.KeyNode()), members.Value, between, always)
		}
	default:
		f.pair(f.name, n, between, always)
	}
}

func (f *formatter) pair(name string, n wire.Node, between string, always bool) {
	if f.r.IsNull(n) {
		return
	}
	if always {
		f.add(between)
	} else {
		f.separate(between)
	}
	f.add(f.escaped(name))
	if text := f.text(n); text != "" || !always { // a matrix says ;name for an empty text
		f.add("=", text)
	}
}

// list appends the items, or the members, with separators between them. Null is left out (RFC 6570,
// section 3.2.1: an undefined value).
func (f *formatter) list(n wire.Node, first, separator string, pairs bool) {
	f.add(first)
	equals := separator
	if pairs {
		equals = "="
	}
	between := ""
	switch f.r.Kind(n) {
	case wire.KindArray:
		for items := f.r.Items(n); items.Next(); {
			if !f.r.IsNull(items.Value) {
				f.add(between, f.text(items.Value))
				between = separator
			}
		}
	case wire.KindObject:
		for members := f.r.Members(n); members.Next(); {
			if !f.r.IsNull(members.Value) {
				f.add(between, f.escaped(f.r.Keep(members.KeyNode())), equals, f.text(members.Value))
				between = separator
			}
		}
	default:
		f.add(f.text(n))
	}
}

// deep appends name[member]=value, as deep as the value is.
func (f *formatter) deep(n wire.Node, name string) {
	switch f.r.Kind(n) {
	case wire.KindNull:
	case wire.KindArray:
		for items := f.r.Items(n); items.Next(); {
			f.deep(items.Value, name+"%5B"+itoa(items.Index)+"%5D")
		}
	case wire.KindObject:
		for members := f.r.Members(n); members.Next(); {
			f.deep(members.Value, name+"%5B"+f.escaped(f.r.Keep(members.KeyNode()))+"%5D")
		}
	default:
		f.separate("&")
		f.add(name, "=", f.text(n))
	}
}
