package methods

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

type rpcMessageNameOptions struct {
	Responses bool `json:"responses"`
	Imported  bool `json:"imported"`
}

var rpcMessageName = lint.NewWith(lint.Meta{
	ID:       "rpc-message-name",
	Title:    "what an rpc takes or answers with is not called after it",
	Group:    "methods",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{131, 132, 133, 134, 135, 136},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, rpcMessageNameOptions{}, func(options rpcMessageNameOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		uses := usesOf(api)
		for _, s := range api.Services {
			for _, o := range s.Operations {
				if t := o.RequestType(); uses[t] == 1 && options.isMisnamed(t, o, "Request") {
					reportMisnamed(p, o, t, o.Request.NameSpan, "takes", "Request")
				}
				if t := o.ResponseType(); options.Responses && uses[t] == 1 && options.isMisnamed(t, o, "Response") {
					reportMisnamed(p, o, t, o.Responses[0].NameSpan, "answers with", "Response")
				}
			}
		}
	}}
})

// usesOf counts what rpcs take and answer with: a message of several uses has a mistake of its own,
// which another rule reports.
func usesOf(api *spec.API) map[*spec.Type]int {
	uses := map[*spec.Type]int{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			uses[o.RequestType()]++
			uses[o.ResponseType()]++
		}
	}
	return uses
}

// isMisnamed reports whether a message that was made for an rpc is not called after it. The two sides
// of a conversation are called after who speaks.
func (options rpcMessageNameOptions) isMisnamed(t *spec.Type, o *spec.Operation, suffix string) bool {
	const conversation = spec.ClientStreaming | spec.ServerStreaming
	return t != nil && t.Resource == nil && o.Streaming != conversation &&
		(options.Imported || t.Parent == o.Service.Parent) && !isNamedFor(t, o, suffix)
}

// isNamedFor reports whether the message is called after the rpc. Words between those of the rpc's name
// tell it from an rpc of the same name in another service: InsertAddressRequest of Addresses.Insert.
func isNamedFor(t *spec.Type, o *spec.Operation, suffix string) bool {
	name, ok := strings.CutSuffix(t.Name, suffix)
	wanted := words.Split(o.Name)
	for _, word := range words.Split(name) {
		if len(wanted) > 0 && word == wanted[0] {
			wanted = wanted[1:]
		}
	}
	return ok && len(wanted) == 0
}

func reportMisnamed(p *lint.Pass, o *spec.Operation, t *spec.Type, at source.Span, does, suffix string) {
	p.Report(&o.Node, at,
		fmt.Sprintf("%s %s %s, which is not called after it: nobody can tell from one name the other, and others will share the message",
			standard.Label(o), does, t.Name),
		lint.Cure(fmt.Sprintf("declare message %s%s and use that", o.Name, suffix)))
}
