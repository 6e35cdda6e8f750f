package operations

import (
	"fmt"
	"strconv"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var parameterStyle = breaking.New(breaking.Meta{
	ID: "parameter-style", Title: "how parameters and headers are written into a message", Group: "operations",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{"style", "explode", "allowReserved", "content", "schema"},
}, breaking.Hooks{Parameter: compareStyles, Header: compareStyles})

func compareStyles(p *breaking.Pass, pair breaking.Pair[spec.Parameter]) {
	if !pair.Both() {
		return
	}
	old, new := pair.Old, pair.New
	if byContent(old) != byContent(new) {
		restyled(p, "content", written(old), written(new))
		return
	}
	if byContent(old) {
		return
	}
	if old.AllowReserved != new.AllowReserved {
		p.Changed("allowReserved", strconv.FormatBool(old.AllowReserved), strconv.FormatBool(new.AllowReserved),
			fmt.Sprintf("allowReserved was %t and is %t", old.AllowReserved, new.AllowReserved),
			breaking.On(breaking.JSON, breaking.Bound, narrowsIf(!new.AllowReserved)))
	}
	if plain(p.Old(old.Type)) && plain(p.New(new.Type)) && !marks(old.Style) && !marks(new.Style) {
		return
	}
	if old.Style != new.Style {
		restyled(p, "style", old.Style, new.Style)
	}
	if old.Explode != new.Explode {
		restyled(p, "explode", strconv.FormatBool(old.Explode), strconv.FormatBool(new.Explode))
	}
}

func byContent(p *spec.Parameter) bool { return len(p.Content) > 0 }

func written(p *spec.Parameter) string {
	if byContent(p) {
		return p.Content[0].Name
	}
	return p.Style
}

// plain reports whether a value is neither list nor object. All styles write it alike, but for
// those that mark it.
func plain(t *spec.Type) bool {
	if t == nil {
		return false
	}
	switch t.Kind {
	case spec.KindString, spec.KindInteger, spec.KindNumber, spec.KindBoolean, spec.KindEnum:
		return true
	}
	return false
}

// marks reports whether a style writes something in front of every value: ";id=5", ".5".
func marks(style string) bool { return style == "matrix" || style == "label" }

func restyled(p *breaking.Pass, attribute, was, is string) {
	p.Changed(attribute, was, is,
		fmt.Sprintf("%s was %s and is %s: the same value is written in another way, which the other side misreads", attribute, was, is),
		breaking.On(breaking.JSON, breaking.Protocol, breaking.Incomparable)).
		Cure = fmt.Sprintf("keep %s: %s", attribute, was)
}
