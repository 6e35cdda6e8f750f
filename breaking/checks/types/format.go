package types

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/subject"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/wording"
	"github.com/bylaw-dev/bylaw/spec"
)

var format = breaking.New(breaking.Meta{
	ID: "format", Title: "how a string or a number is to be read", Group: "types",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed}, AIP: []int{142, 180}, Since: "2026.1",
	Attributes: []string{"format", "(google.api.field_info)"},
}, breaking.Hooks{Field: compareFieldFormat, Type: compareSchemaFormat})

func compareSchemaFormat(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	before, after := pair.Old, pair.New
	if p.Format != spec.OpenAPI || before.Format == after.Format || union(before) || union(after) || retypedSchema(before, after) {
		return
	}
	reportFormat(p, "format", subject.Of(&after.Node), before.Format, after.Format)
}

// compareFieldFormat compares what validation rules say of proto strings: that they hold a UUID …
func compareFieldFormat(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	if p.Format != spec.Proto || !pair.Both() {
		return
	}
	before, after := text(pair.Old.Type), text(pair.New.Type)
	if before == nil || after == nil || before.Format == after.Format {
		return
	}
	declaring := pair.New
	if after.Format == "" {
		declaring = pair.Old
	}
	reportFormat(p, formatOption(declaring), fmt.Sprintf("%q", pair.New.Name), before.Format, after.Format)
}

// text returns the string that a field holds, or a list of; nil if it holds something else.
func text(t *spec.Type) *spec.Type {
	if t.Kind == spec.KindArray {
		t = t.Items
	}
	if t.Kind == spec.KindString || t.Kind == spec.KindBytes {
		return t
	}
	return nil
}

func formatOption(f *spec.Field) string {
	for _, option := range [...]string{"(google.api.field_info)", "(validate.rules)"} {
		if _, ok := f.Attr(option); ok {
			return option
		}
	}
	return "(buf.validate.field)"
}

func reportFormat(p *breaking.Pass, attribute, what, from, to string) {
	before, after := formatOf(from), formatOf(to)
	effect := before.effect(after)
	touches := []breaking.Touch{breaking.On(breaking.Behavior, breaking.Bound, effect)}
	switch {
	case before.sort == annotation && after.sort == annotation:
		touches[0].Fact = breaking.Metadata
	case p.Format == spec.Proto:
	case before.sort == representation || after.sort == representation:
		touches = []breaking.Touch{
			breaking.On(breaking.JSON, breaking.Shape, effect),
			breaking.On(breaking.Source, breaking.Shape, breaking.Incomparable),
		}
	case before.sort == width || after.sort == width:
		touches = append(touches, breaking.On(breaking.Source, breaking.Shape, breaking.Incomparable))
	}
	c := p.Changed(attribute, from, to, fmt.Sprintf("the format of %s was %s and is %s", what, wording.OrNone(from), wording.OrNone(to)), touches...)
	c.Message += formatConsequence(touches[0], c)
	switch {
	case c.Backward == (breaking.Verdicts{}):
	case from == "":
		c.Cure = "leave it without a format, and say in the description what is preferred"
	default:
		c.Cure = fmt.Sprintf("keep the format %s; a new property can have another one", from)
	}
}

func formatConsequence(t breaking.Touch, c *breaking.Change) string {
	if t.Effect == breaking.Undecided {
		return ", and what becomes of values can't be told from the names"
	}
	return consequence(t, c)
}
