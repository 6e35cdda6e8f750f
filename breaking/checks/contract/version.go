package contract

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var version = breaking.New(breaking.Meta{
	ID: "version", Title: "the version that the document gives itself", Group: "contract",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
}, breaking.Hooks{API: compareVersion})

func compareVersion(p *breaking.Pass, pair breaking.Pair[spec.API]) {
	if !pair.Both() || pair.Old.Version == pair.New.Version {
		return
	}
	p.Changed("version", pair.Old.Version, pair.New.Version,
		fmt.Sprintf("the version was %s and is %s", orDefault(pair.Old.Version), orDefault(pair.New.Version)),
		breaking.On(breaking.Source, breaking.Metadata, breaking.Incomparable))
}
