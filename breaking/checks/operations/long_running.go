package operations

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/wording"
	"github.com/bylaw-dev/bylaw/spec"
)

const operationInfo = "(google.longrunning.operation_info)"

var longRunning = breaking.New(breaking.Meta{
	ID: "long-running", Title: "what a long-running operation delivers in the end", Group: "operations",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed}, AIP: []int{151, 180}, Since: "2026.1",
	Attributes: []string{operationInfo},
}, breaking.Hooks{Operation: compareLongRunning})

func compareLongRunning(p *breaking.Pass, pair breaking.Pair[spec.Operation]) {
	if !pair.Both() {
		return
	}
	old, new := pair.Old.LongRunning, pair.New.LongRunning
	if old == nil && new == nil {
		return
	}
	if old == nil {
		old = &spec.LongRunning{}
	}
	if new == nil {
		new = &spec.LongRunning{}
	}
	at := breaking.Change{Old: old.Span, New: new.Span}
	delivered(p, at, "response_type", old.ResponseName, new.ResponseName)
	delivered(p, at, "metadata_type", old.MetadataName, new.MetadataName)
}

// delivered compares the type within an Any: consumers unpack it by its name, so that another name
// is another message, whatever it holds.
func delivered(p *breaking.Pass, c breaking.Change, which, was, is string) {
	if was == is {
		return
	}
	effect := breaking.Incomparable
	switch "" {
	case was:
		effect = breaking.Offers
	case is:
		effect = breaking.Withdraws
	}
	c.Attribute, c.From, c.To = which, was, is
	c.Message = fmt.Sprintf("the %s of the long-running operation was %s and is %s: consumers that unpack it by its name fail", which, was, wording.OrNone(is))
	c.Cure = fmt.Sprintf("keep %s %s", which, was)
	if was == "" {
		c.Message, c.Cure = fmt.Sprintf("the long-running operation says its %s now: %s", which, is), ""
	}
	p.Report(c, breaking.On(breaking.Wire|breaking.JSON|breaking.Source, breaking.Shape, effect))
}
