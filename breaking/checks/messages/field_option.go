package messages

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/features"
	"github.com/bylaw-dev/bylaw/spec"
)

var fieldOption = breaking.New(breaking.Meta{
	ID: "field-option", Title: "options that change how a field is encoded, checked or generated", Group: "messages",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{"jstype", "ctype", "packed", "features.utf8_validation", "features.repeated_field_encoding"},
}, breaking.Hooks{Field: compareFieldOptions})

func compareFieldOptions(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	if !pair.Both() {
		return
	}
	before, after := element(pair.Old.Type), element(pair.New.Type)
	if before.Kind != after.Kind {
		return // the check type
	}
	switch {
	case before.Kind == spec.KindInteger && wide(before.Format) && wide(after.Format):
		compareOption(p, pair, "jstype", "JS_NORMAL", "generated JavaScript has another type for it",
			breaking.On(breaking.Source, breaking.Shape, breaking.Incomparable))
	case before.Kind == spec.KindString, before.Kind == spec.KindBytes:
		compareOption(p, pair, "ctype", "STRING", "generated C++ has another type for it",
			breaking.On(breaking.Source, breaking.Shape, breaking.Incomparable))
		if before.Kind == spec.KindString {
			compareUTF8(p, pair)
		}
	}
	if pair.Old.Type.Kind == spec.KindArray && pair.New.Type.Kind == spec.KindArray && packable(before) {
		comparePacked(p, pair)
	}
}

func compareOption(p *breaking.Pass, pair breaking.Pair[spec.Field], option, normal, effect string, touches ...breaking.Touch) {
	from, to := optionOf(pair.Old, option, normal), optionOf(pair.New, option, normal)
	if from != to {
		p.Changed(option, from, to, fmt.Sprintf("%s of %q was %s and is %s: %s", option, pair.New.Name, from, to, effect), touches...).
			Cure = fmt.Sprintf("keep %s = %s", option, from)
	}
}

func optionOf(f *spec.Field, option, normal string) string {
	if a, ok := f.Attr(option); ok && a.Value != nil {
		return a.Value.Text
	}
	return normal
}

// compareUTF8 compares whether readers refuse strings that are no UTF-8.
func compareUTF8(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	from, to := features.UTF8Validation.At(p.API.Old, &pair.Old.Node), features.UTF8Validation.At(p.API.New, &pair.New.Node)
	if from == to || from == "" || to == "" {
		return
	}
	effect := breaking.Narrows
	message := fmt.Sprintf("readers refuse %q now if it is no UTF-8", pair.New.Name)
	if from == "VERIFY" {
		effect = breaking.Widens
		message = fmt.Sprintf("%q may be something else than UTF-8 now", pair.New.Name)
	}
	p.Changed("features", "utf8_validation "+from, "utf8_validation "+to, message,
		breaking.On(breaking.Behavior, breaking.Bound, effect),
		breaking.On(breaking.Source, breaking.Shape, breaking.Incomparable)).
		Cure = "keep utf8_validation = " + from
}

// comparePacked compares how the numbers of a list are written. Readers have to understand both
// ways, so nobody breaks.
func comparePacked(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	from, to := packed(p.API.Old, pair.Old), packed(p.API.New, pair.New)
	if from != to {
		p.Changed("packed", from, to, fmt.Sprintf("the list %q was written %s and is written %s: readers understand both", pair.New.Name, from, to),
			breaking.On(breaking.Wire, breaking.Metadata, breaking.Incomparable))
	}
}

func packed(api *spec.API, f *spec.Field) string {
	switch optionOf(f, "packed", "") {
	case "true":
		return "PACKED"
	case "false":
		return "EXPANDED"
	}
	return features.FieldEncoding.At(api, &f.Node)
}

// element returns the type of a list's items, and every other type as it is; references followed.
func element(t *spec.Type) *spec.Type {
	if t.Kind == spec.KindArray && t.Items != nil {
		t = t.Items
	}
	return t.Resolve()
}

func packable(t *spec.Type) bool {
	return t.Kind == spec.KindInteger || t.Kind == spec.KindNumber || t.Kind == spec.KindBoolean || t.Kind == spec.KindEnum
}

// wide reports whether an integer has 64 bits, which JavaScript's numbers have not.
func wide(format string) bool {
	switch format {
	case "int64", "uint64", "sint64", "fixed64", "sfixed64":
		return true
	}
	return false
}
