package methods

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

type standardMethodResponseOptions struct {
	Undeclared bool `json:"undeclared"`
}

var standardMethodResponse = lint.NewWith(lint.Meta{
	ID:       "standard-method-response",
	Title:    "a standard method answers with something other than its resource",
	Group:    "methods",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{131, 132, 133, 134},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, standardMethodResponseOptions{}, func(options standardMethodResponseOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) { options.check(p, o) }}
})

func (options standardMethodResponseOptions) check(p *lint.Pass, o *spec.Operation) {
	name, span := answerName(o)
	if verb, noun, ok := strings.Cut(words.Snake.Write(o.Name), "_"); ok && span.File != nil && verb != "retrieve" && verb != "show" {
		switch standard.Classify(p.Words, o) {
		case standard.Get, standard.Create, standard.Update:
			options.checkWrapped(p, o, name, words.Pascal.Write(noun), span)
		case standard.List:
			checkListed(p, o, span)
		}
	}
}

// answerName returns the name of the message that the rpc answers with, a long-running one in the end,
// and where it stands.
func answerName(o *spec.Operation) (string, source.Span) {
	switch {
	case len(o.Responses) == 0 || o.Streaming != 0 || o.ResponseType() == nil:
		return "", source.Span{}
	case o.LongRunning == nil:
		return o.ResponseType().Name, o.Responses[0].NameSpan
	}
	span := o.LongRunning.Span
	if info, ok := o.Attr("(google.longrunning.operation_info)"); ok && info.Value.Get("response_type") != nil {
		span = info.Value.Get("response_type").Span
	}
	return o.LongRunning.ResponseName[strings.LastIndexByte(o.LongRunning.ResponseName, '.')+1:], span
}

// checkWrapped reports answers that are called after the rpc, so that they can't be the resource.
func (options standardMethodResponseOptions) checkWrapped(p *lint.Pass, o *spec.Operation, name, resource string, span source.Span) {
	isResource := func(t *spec.Type) bool { return strings.EqualFold(t.Name, resource) }
	if name == o.Name+"Response" && (options.Undeclared || slices.ContainsFunc(p.API.Types, isResource)) {
		p.Report(&o.Node, span,
			fmt.Sprintf("%s answers with %s: what a caller reads is not what it can send back, and clients unpack each resource in another way", o.Name, name),
			lint.Cure(fmt.Sprintf("return %s itself", resource)))
	}
}

// checkListed reports pages that are not called after the rpc, unless several rpcs share them.
func checkListed(p *lint.Pass, o *spec.Operation, span source.Span) {
	answer := o.ResponseType()
	if answer.Parent == o.Service.Parent && answer.Resource == nil && words.First(o.Name) == "list" && !isNamedFor(answer, o, "Response") && usesOf(p.API)[answer] == 1 {
		p.Report(&o.Node, span,
			fmt.Sprintf("%s answers with %s, which is not called after it: nobody can tell that it is one page of a list, and others will share the message",
				o.Name, answer.Name),
			lint.Cure(fmt.Sprintf("declare message %sResponse and return that", o.Name)))
	}
}
