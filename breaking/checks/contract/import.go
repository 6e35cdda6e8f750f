package contract

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var imports = breaking.New(breaking.Meta{
	ID: "import", Title: "what a file imports, and hands on to whoever imports it", Group: "contract",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, Since: "2026.1",
}, breaking.Hooks{Document: compareImports})

// compareImports tells public imports, which are part of what a file offers, from the others, which
// are its own business.
func compareImports(p *breaking.Pass, pair breaking.Pair[spec.Document]) {
	if !pair.Both() {
		return
	}
	for _, was := range pair.Old.Imports {
		if is := findImport(pair.New, was.Path); is == nil {
			p.Report(breaking.Change{
				Kind: breaking.Removed, Attribute: "import", From: was.Path, Old: was.Span,
				Message: fmt.Sprintf("%s is no longer imported%s", was.Path, whoRelies(was.Public)),
			}, importGone(was.Public))
		} else if was.Public != is.Public {
			p.Report(breaking.Change{
				Attribute: "import", From: access(was.Public), To: access(is.Public), Old: was.Span, New: is.Span,
				Message: fmt.Sprintf("%s was imported %s and is %s%s", was.Path, access(was.Public), access(is.Public), whoRelies(was.Public)),
			}, breaking.On(breaking.Source, breaking.Name, handsOn(is.Public)))
		}
	}
	for _, is := range pair.New.Imports {
		if findImport(pair.Old, is.Path) == nil {
			p.Report(breaking.Change{
				Kind: breaking.Added, Attribute: "import", To: is.Path, New: is.Span,
				Message: fmt.Sprintf("%s is imported now", is.Path),
			}, breaking.Inverse([]breaking.Touch{importGone(is.Public)})...)
		}
	}
}

func findImport(d *spec.Document, path string) *spec.Import {
	i := slices.IndexFunc(d.Imports, func(other spec.Import) bool { return other.Path == path })
	if i < 0 {
		return nil
	}
	return &d.Imports[i]
}

func importGone(public bool) breaking.Touch {
	if public {
		return breaking.On(breaking.Source, breaking.Name, breaking.Withdraws)
	}
	return breaking.On(breaking.Source, breaking.Metadata, breaking.Withdraws)
}

func handsOn(public bool) breaking.Effect {
	if public {
		return breaking.Offers
	}
	return breaking.Withdraws
}

func whoRelies(public bool) string {
	if public {
		return ": files that got at its content through this one no longer compile"
	}
	return ""
}

func access(public bool) string {
	if public {
		return "publicly"
	}
	return "privately"
}
