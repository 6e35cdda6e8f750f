package contract

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var fileSyntax = breaking.New(breaking.Meta{
	ID: "file-syntax", Title: "the language version that a file is written in", Group: "contract",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{"openapi"},
}, breaking.Hooks{Document: compareSyntax})

// compareSyntax takes a change of the language for what it is to generators of code. What it does
// to values (presence, nullable, open enums) shows where they are declared.
func compareSyntax(p *breaking.Pass, pair breaking.Pair[spec.Document]) {
	if !pair.Both() || pair.Old.Dialect == pair.New.Dialect {
		return
	}
	message := fmt.Sprintf("the file was written in %s and is in %s", pair.Old.Dialect, pair.New.Dialect)
	if p.Format == spec.Proto {
		p.Changed("syntax", pair.Old.Dialect, pair.New.Dialect, message+": generators of code may treat it differently",
			breaking.On(breaking.Source, breaking.Name, breaking.Incomparable))
		return
	}
	fact := breaking.Metadata
	if minor(pair.Old.Dialect) != minor(pair.New.Dialect) {
		fact = breaking.Promise
		message += ": a tool that reads the one need not read the other"
	}
	p.Changed("openapi", pair.Old.Dialect, pair.New.Dialect, message, breaking.On(breaking.Source, fact, breaking.Incomparable))
}

func minor(version string) string {
	first := strings.IndexByte(version, '.')
	if second := strings.LastIndexByte(version, '.'); second > first {
		return version[:second]
	}
	return version
}
