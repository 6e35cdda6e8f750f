package operations

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var operation = breaking.New(breaking.Meta{
	ID: "operation", Title: "operations that come and go", Group: "operations",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Added, breaking.Removed},
	AIP: []int{180}, Since: "2026.1",
}, breaking.Hooks{Operation: compareOperation})

func compareOperation(p *breaking.Pass, pair breaking.Pair[spec.Operation]) {
	gone := breaking.On(everywhere(p.Format), breaking.Member, breaking.Withdraws)
	switch {
	case pair.Added():
		p.Added(fmt.Sprintf("%s is new", called(pair.New)), breaking.Inverse([]breaking.Touch{gone})...)
	case pair.Removed():
		p.Removed(fmt.Sprintf("%s is gone: %s", called(pair.Old), whoMisses(pair.Old)), gone).
			Cure = "keep it, mark it deprecated with a day of removal, and remove it after that day or in the next major version"
	}
}

func whoMisses(o *spec.Operation) string {
	if o.Kind == spec.Call {
		return "whoever calls it gets an error"
	}
	return "whoever waits for it waits forever"
}

// everywhere is every axis on which an operation can be missed.
func everywhere(format spec.Format) breaking.Axis {
	if format == spec.OpenAPI {
		return breaking.JSON | breaking.Source
	}
	return breaking.Wire | breaking.JSON | breaking.Source
}

// called names an operation as its consumers know it.
func called(o *spec.Operation) string {
	switch {
	case o.Service == nil || o.Service.Name != "":
		return fmt.Sprintf("%q", o.Name)
	case o.Kind == spec.Call && len(o.HTTP) > 0:
		return route(o.HTTP[0])
	}
	return string(o.ID())
}
