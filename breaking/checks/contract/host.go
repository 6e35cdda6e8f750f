package contract

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/wording"
	"github.com/bylaw-dev/bylaw/spec"
)

const hostOption = "(google.api.default_host)"

var host = breaking.New(breaking.Meta{
	ID: "host", Title: "the host that client libraries call by default", Group: "contract",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{hostOption},
}, breaking.Hooks{Service: compareHosts})

func compareHosts(p *breaking.Pass, pair breaking.Pair[spec.Service]) {
	if !pair.Both() {
		return
	}
	was, is := strings.Join(pair.Old.Hosts, ", "), strings.Join(pair.New.Hosts, ", ")
	if was == is {
		return
	}
	p.Changed(hostOption, was, is, fmt.Sprintf("clients of %q called %s by default and call %s", pair.New.Name, wording.OrNone(was), wording.OrNone(is)),
		breaking.On(breaking.Behavior, breaking.Protocol, effectOf(without(pair.Old.Hosts, pair.New.Hosts), without(pair.New.Hosts, pair.Old.Hosts)))).
		Cure = "keep the old host answering, and say so in the documentation"
}
