package contract

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var syntax = breaking.New(breaking.Meta{
	ID: "syntax", Title: "the language version that a file is written in", Group: "contract",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{"openapi"},
}, breaking.Hooks{Document: compareSyntax})

// compareSyntax takes a change of the language for what it is to generators of code. What it does
// to values (presence, nullable, open enums) shows where they are declared.
func compareSyntax(p *breaking.Pass, pair breaking.Pair[spec.Document]) {
	if !pair.Both() || pair.Old.Dialect == pair.New.Dialect {
		return
	}
	touch := breaking.On(breaking.Source, breaking.Name, breaking.Incomparable)
	if p.Format == spec.OpenAPI {
		touch = breaking.On(breaking.Source, breaking.Metadata, breaking.Incomparable)
		if minor(pair.Old.Dialect) != minor(pair.New.Dialect) {
			touch.Fact = breaking.Promise // a tool that reads the one need not read the other
		}
	}
	attribute := "syntax"
	if p.Format == spec.OpenAPI {
		attribute = "openapi"
	}
	p.Changed(attribute, pair.Old.Dialect, pair.New.Dialect,
		fmt.Sprintf("the file was written in %s and is in %s: generators of code may treat it differently", pair.Old.Dialect, pair.New.Dialect), touch)
}

func minor(version string) string {
	first := strings.IndexByte(version, '.')
	if second := strings.LastIndexByte(version, '.'); second > first {
		return version[:second]
	}
	return version
}
