package messages

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var extension = breaking.New(breaking.Meta{
	ID: "extension", Title: "extension fields, and the numbers that messages leave to them", Group: "messages",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, Since: "2026.1",
}, breaking.Hooks{Field: compareExtension, Definition: compareExtensionRanges})

func compareExtension(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	if pair.Both() || pair.Either().Extendee == "" {
		return
	}
	gone := []breaking.Touch{
		breaking.On(breaking.Source, breaking.Member, breaking.Withdraws),
		breaking.On(breaking.Behavior, breaking.Promise, breaking.Withdraws),
	}
	f := pair.Either()
	if pair.Added() {
		p.Added(fmt.Sprintf("the extension %q of %s is new", f.Name, f.Extendee), breaking.Inverse(gone)...)
		return
	}
	p.Removed(fmt.Sprintf("the extension %q of %s is gone: code that sets or reads it does not compile", f.Name, f.Extendee), gone...).
		Cure = fmt.Sprintf("keep %s and mark it deprecated", f.Name)
}

// compareExtensionRanges looks for numbers that others may have taken for their extensions.
func compareExtensionRanges(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if !pair.Both() {
		return
	}
	before, after := extensible(pair.Old), extensible(pair.New)
	for _, lost := range missing(before, after) {
		p.Report(breaking.Change{Attribute: "extensions", From: lost.String(), Old: lost.span,
			Message: fmt.Sprintf("%s is left to extensions no longer: those that others declared there do not compile", lost.numbers()),
			Cure:    fmt.Sprintf("keep extensions %s", lost)},
			breaking.On(breaking.Source, breaking.Member, breaking.Withdraws))
	}
	for _, got := range missing(after, before) {
		p.Report(breaking.Change{Attribute: "extensions", To: got.String(), New: got.span,
			Message: fmt.Sprintf("%s is left to extensions now", got.numbers())},
			breaking.On(breaking.Source, breaking.Member, breaking.Offers))
	}
}

func extensible(t *spec.Type) []spec.Range {
	if t.Proto == nil {
		return nil
	}
	return t.Proto.Extensible
}
