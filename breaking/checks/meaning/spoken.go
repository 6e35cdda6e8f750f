package meaning

import (
	"cmp"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// spoken returns a change of what one of the keys says, which is a word of bylaw's vocabulary or
// stands for it: its name and its places, of the first key that either declaration has. In proto that
// is a field of an option.
func spoken(pair breaking.Pair[spec.Node], keys ...string) breaking.Change {
	for _, key := range keys {
		was, is := wordOf(pair.Old, key), wordOf(pair.New, key)
		if was.name != "" || is.name != "" {
			return breaking.Change{Attribute: cmp.Or(is.name, was.name), Old: was.span, New: is.span}
		}
	}
	return breaking.Change{Attribute: keys[0]}
}

type word struct {
	name string
	span source.Span
}

// wordOf returns where a declaration says what a key of the vocabulary does.
func wordOf(n *spec.Node, key string) word {
	if a, ok := n.Attr(key); ok {
		return word{key, a.Value.Span}
	}
	field := strings.ReplaceAll(strings.TrimPrefix(key, "x-bylaw-"), "-", "_")
	for _, option := range vocabularyOptions() {
		if a, ok := n.Attr(option); ok {
			if v := a.Value.Get(field); v != nil {
				return word{option + "." + field, v.Span}
			}
		}
	}
	return word{}
}

// vocabularyOptions are the options of bylaw/options.proto.
func vocabularyOptions() []string {
	return []string{
		"(bylaw.file)", "(bylaw.service)", "(bylaw.method)", "(bylaw.message)", "(bylaw.field)", "(bylaw.enum)", "(bylaw.enum_value)",
	}
}

// referred reports whether an element became a reference, or is none any more: then it says what
// it says somewhere else, where it is compared.
func referred(p *breaking.Pass, pair breaking.Pair[spec.Node]) bool {
	return p.Format == spec.OpenAPI && pair.Old.Syntax != nil && pair.New.Syntax != nil && refers(pair.Old.Syntax) != refers(pair.New.Syntax)
}
