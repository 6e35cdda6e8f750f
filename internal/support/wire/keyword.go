package wire

import (
	"regexp"
	"strconv"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/internal/support/errors"
)

// The functions below check one keyword of JSON Schema. They are true for kinds that the keyword doesn't speak of;
// where it is broken they record a violation and are false. Counts are of characters, items and members.

// Type checks that the kind of n is in the set.
func (r *Reader) Type(n Node, kinds Kind) bool {
	return r.nodes[n].kind&kinds != 0 || r.wrongKind(n, kinds)
}

func (r *Reader) wrongKind(n Node, kinds Kind) bool {
	if r.state.silent > 0 {
		return r.Violate(n, errors.Type, "")
	}
	return r.violate(n, errors.Type, "must be ", kinds.String(), ", not ", r.nodes[n].kind.String())
}

// characters gives the text of a string; ok is false for anything else, also for files.
func (r *Reader) characters(n Node) (text string, ok bool) {
	nd := &r.nodes[n]
	if nd.kind != KindString || nd.flags&isFile != 0 {
		return "", false
	}
	return r.text(nd), true
}

// MinLength counts characters (code points).
func (r *Reader) MinLength(n Node, least int) bool {
	text, ok := r.characters(n)
	if !ok || len(text) >= least && (len(text)/utf8.UTFMax >= least || utf8.RuneCountInString(text) >= least) {
		return true
	}
	return r.violate(n, errors.MinLength, "must have at least ", counted(least, "character"))
}

// MaxLength counts characters (code points).
func (r *Reader) MaxLength(n Node, most int) bool {
	text, ok := r.characters(n)
	if !ok || len(text) <= most || len(text)/utf8.UTFMax <= most && utf8.RuneCountInString(text) <= most {
		return true
	}
	return r.violate(n, errors.MaxLength, "must have at most ", counted(most, "character"))
}

// Pattern searches a string for a pattern; source is how the contract spells it.
func (r *Reader) Pattern(n Node, p *regexp.Regexp, source string) bool {
	text, ok := r.characters(n)
	if !ok || p.MatchString(text) {
		return true
	}
	return r.violate(n, errors.Pattern, "must match the pattern ", source)
}

// MinItems counts the items of an array.
func (r *Reader) MinItems(n Node, least int) bool {
	nd := &r.nodes[n]
	if nd.kind != KindArray || int(nd.end) >= least {
		return true
	}
	return r.violate(n, errors.MinItems, "must have at least ", counted(least, "item"))
}

// MaxItems counts the items of an array.
func (r *Reader) MaxItems(n Node, most int) bool {
	nd := &r.nodes[n]
	if nd.kind != KindArray || int(nd.end) <= most {
		return true
	}
	return r.violate(n, errors.MaxItems, "must have at most ", counted(most, "item"))
}

// MinProperties counts the members of an object.
func (r *Reader) MinProperties(n Node, least int) bool {
	nd := &r.nodes[n]
	if nd.kind != KindObject || int(nd.end) >= least {
		return true
	}
	return r.violate(n, errors.MinProperties, "must have at least ", counted(least, "member"))
}

// MaxProperties counts the members of an object.
func (r *Reader) MaxProperties(n Node, most int) bool {
	nd := &r.nodes[n]
	if nd.kind != KindObject || int(nd.end) <= most {
		return true
	}
	return r.violate(n, errors.MaxProperties, "must have at most ", counted(most, "member"))
}

// counted reads as "1 item" or "2 items".
func counted(n int, name string) string {
	if n != 1 {
		name += "s"
	}
	return strconv.Itoa(n) + " " + name
}

// False records that no value is allowed where n is.
func (r *Reader) False(n Node) bool { return r.Violate(n, errors.FalseSchema, "is not allowed here") }

// ReadOnly refuses n in a request.
func (r *Reader) ReadOnly(n Node) bool {
	return r.direction != Request || r.Violate(n, errors.ReadOnly, "is read-only")
}

// WriteOnly refuses n in a response.
func (r *Reader) WriteOnly(n Node) bool {
	return r.direction != Response || r.Violate(n, errors.WriteOnly, "is write-only")
}

// DependentRequired checks that an object with the member name has the members needed too.
func (r *Reader) DependentRequired(n Node, name string, needed ...string) bool {
	if !r.Has(n, name) {
		return true
	}
	ok := true
	for _, other := range needed {
		if !r.Has(n, other) {
			f := finding{node: n, member: other, code: errors.DependentRequired}
			ok = r.record(f, "is required beside ", name)
		}
	}
	return ok
}

// PropertyNames checks every key of an object as a string.
func (r *Reader) PropertyNames(n Node, check Check) bool {
	ok := true
	for m := r.Members(n); m.Next(); {
		if !r.Valid(m.KeyNode(), check) {
			ok = r.Violate(m.KeyNode(), errors.PropertyNames, "has a name that is not allowed")
		}
	}
	return ok
}
