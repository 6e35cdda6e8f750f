package operations

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var streaming = breaking.New(breaking.Meta{
	ID: "streaming", Title: "which sides of an rpc stream", Group: "operations",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed}, AIP: []int{180}, Since: "2026.1",
}, breaking.Hooks{Operation: compareStreaming})

func compareStreaming(p *breaking.Pass, pair breaking.Pair[spec.Operation]) {
	if !pair.Both() || pair.Old.Streaming == pair.New.Streaming {
		return
	}
	was, is := streams(pair.Old.Streaming), streams(pair.New.Streaming)
	p.Changed("streaming", was, is,
		fmt.Sprintf("the rpc %q was %s and is %s: callers speak another protocol than the service", pair.New.Name, was, is),
		breaking.On(breaking.Wire|breaking.JSON|breaking.Source, breaking.Protocol, breaking.Incomparable)).
		Cure = "add another rpc for the other kind of call"
}

func streams(s spec.Streaming) string {
	switch s {
	case spec.ClientStreaming:
		return "client streaming"
	case spec.ServerStreaming:
		return "server streaming"
	case spec.ClientStreaming | spec.ServerStreaming:
		return "bidirectional streaming"
	}
	return "unary"
}
