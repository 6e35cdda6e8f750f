package operations

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var operationName = breaking.New(breaking.Meta{
	ID: "operation-name", Title: "operationId, which generated code is named after", Group: "operations",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{"operationId"},
}, breaking.Hooks{Operation: compareOperationName})

func compareOperationName(p *breaking.Pass, pair breaking.Pair[spec.Operation]) {
	if !pair.Both() || pair.Old.Name == pair.New.Name {
		return
	}
	effect := breaking.Incomparable
	switch "" {
	case pair.Old.Name:
		effect = breaking.Offers
	case pair.New.Name:
		effect = breaking.Withdraws
	}
	p.Changed("operationId", pair.Old.Name, pair.New.Name,
		fmt.Sprintf("operationId was %q and is %q: code generated from the contract calls it by that name", pair.Old.Name, pair.New.Name),
		breaking.On(breaking.Source, breaking.Name, effect)).
		Cure = "keep the operationId"
}
