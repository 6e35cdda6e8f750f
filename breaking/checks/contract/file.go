package contract

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var file = breaking.New(breaking.Meta{
	ID: "file", Title: "which file declares what", Group: "contract",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, AIP: []int{180}, Since: "2026.1",
}, breaking.Hooks{Document: compareDocument, Service: movedService, Definition: movedDefinition, Field: movedExtension})

// compareDocument reports files that are gone: imports of them fail, and in several languages the
// generated code is named after them.
func compareDocument(p *breaking.Pass, pair breaking.Pair[spec.Document]) {
	gone := breaking.On(breaking.Source, breaking.Name, breaking.Withdraws)
	switch {
	case pair.Added():
		p.Added(fmt.Sprintf("the file %s is new", pair.New.File.Path), breaking.Inverse([]breaking.Touch{gone})...)
	case pair.Both() && pair.Old.File.Path != pair.New.File.Path:
		p.Changed("file", pair.Old.File.Path, pair.New.File.Path,
			fmt.Sprintf("the file %s is called %s now: imports of it fail", pair.Old.File.Path, pair.New.File.Path),
			breaking.On(breaking.Source, breaking.Name, breaking.Incomparable)).
			Cure = "keep the file, with a public import of the new one"
	case pair.Removed():
		p.Removed(fmt.Sprintf("the file %s is gone: imports of it, and in C++ and Python its generated module, fail", pair.Old.File.Path), gone).
			Cure = "keep the file, with a public import of where its content went"
	}
}

func movedService(p *breaking.Pass, pair breaking.Pair[spec.Service]) {
	if pair.Both() {
		moved(p, "service", &pair.Old.Node, &pair.New.Node)
	}
}

func movedDefinition(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if pair.Both() && slices.Contains(p.API.New.Types, pair.New) { // what is declared inside moved with it
		moved(p, "definition", &pair.Old.Node, &pair.New.Node)
	}
}

func movedExtension(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	if pair.Both() && pair.New.Extendee != "" {
		moved(p, "extension", &pair.Old.Node, &pair.New.Node)
	}
}

func moved(p *breaking.Pass, what string, old, new *spec.Node) {
	was, is := old.Span.Path(), new.Span.Path()
	if was == p.Before(is) {
		return // renaming a file is the file's own change
	}
	p.Changed("file", was, is, fmt.Sprintf("the %s %q moved from %s to %s: code that names its file no longer compiles", what, new.Name, was, is),
		breaking.On(breaking.Source, breaking.Name, breaking.Incomparable)).
		Cure = "leave it where it was, or keep a public import of the new file there"
}
