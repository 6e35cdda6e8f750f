package operations

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var rpcType = breaking.New(breaking.Meta{
	ID: "rpc-type", Title: "which messages an rpc takes and returns", Group: "operations",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed}, AIP: []int{180}, Since: "2026.1",
}, breaking.Hooks{Operation: compareRPCTypes})

func compareRPCTypes(p *breaking.Pass, pair breaking.Pair[spec.Operation]) {
	if pair.Both() {
		compareRPCType(p, pair, "request", pair.Old.RequestType(), pair.New.RequestType())
		compareRPCType(p, pair, "response", pair.Old.ResponseType(), pair.New.ResponseType())
	}
}

// compareRPCType says that another message is named. What that does to bytes and JSON follows from
// the fields of the two, which are compared like those of one message.
func compareRPCType(p *breaking.Pass, pair breaking.Pair[spec.Operation], which string, old, new *spec.Type) {
	if old == nil || new == nil || old.ID() == new.ID() {
		return
	}
	touches := []breaking.Touch{breaking.On(breaking.Source, breaking.Name, breaking.Incomparable)}
	message := fmt.Sprintf("the %s of %q was %s and is %s: code that names the old message no longer compiles", which, pair.New.Name, old.ID(), new.ID())
	if asynchronous(new) != asynchronous(old) {
		touches = append(touches, breaking.On(breaking.Wire|breaking.JSON|breaking.Behavior, breaking.Protocol, breaking.Incomparable))
		message = fmt.Sprintf("the %s of %q was %s and is %s: callers that take the answer for the result get %s instead",
			which, pair.New.Name, old.ID(), new.ID(), result(new))
	}
	p.Changed(which, string(old.ID()), string(new.ID()), message, touches...).
		Cure = "keep the message, and add another rpc for the new one"
}

const operationMessage = "google.longrunning.Operation"

func asynchronous(t *spec.Type) bool { return t.ID() == operationMessage }

func result(t *spec.Type) string {
	if asynchronous(t) {
		return "an operation to wait for"
	}
	return "the result at once"
}
