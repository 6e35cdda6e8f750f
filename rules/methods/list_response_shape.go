package methods

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var listResponseShape = lint.New(lint.Meta{
	ID:       "list-response-shape",
	Title:    "the pages of a list are laid out like no others",
	Group:    "methods",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{132, 158},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	if standard.Classify(p.Words, o) != standard.List {
		return
	}
	pages := paging.Of(o)
	if o.Streaming&spec.ServerStreaming != 0 && pages.Token != nil {
		p.Report(&o.Node, o.Responses[0].NameSpan,
			fmt.Sprintf("%s streams its pages, and takes a page token: callers can't tell whether the next page comes by itself or has to be asked for", o.Name),
			lint.Cure("answer with one page, or drop the tokens and stream what is listed"))
	}
	if strings.HasSuffix(o.Name, "Revisions") { // which are called so whatever they are of (AIP-162)
		return
	}
	answer := o.ResponseType()
	if c, ok := standard.CollectionOf(p.Words, o); ok && pages.NextToken != nil && c.Field != nil && c.Field.Owner == answer && answer.Parent == o.Service.Parent {
		checkFirst(p, c.Field)
		checkPlural(p, c.Field)
	}
}})

// checkFirst reports pages in which what is listed is not the first field and number 1.
func checkFirst(p *lint.Pass, listed *spec.Field) {
	first := listed.Owner.Fields[0]
	if first == listed && listed.Number == 1 {
		return
	}
	message, cure := fmt.Sprintf("%s has the number %d", listed.Name, listed.Number), "a new message: give it the number 1"
	if first != listed {
		message, cure = fmt.Sprintf("%s stands before %s", first.Name, listed.Name), "declare what is listed first, with the number 1"
	}
	p.Report(&first.Node, first.NameSpan,
		fmt.Sprintf("%s in %s: readers and client generators look at the first field for what the pages are of", message, listed.Owner.Name),
		lint.Cure(cure+"; a published message keeps its numbers"))
}

// checkPlural reports a list that is not called by the plural that its resource declares.
func checkPlural(p *lint.Pass, listed *spec.Field) {
	items := listed.Type.Resolve().Items.Resolve()
	if items == nil || items.Resource == nil || items.Resource.Plural == "" {
		return
	}
	if plural := words.Snake.Write(items.Resource.Plural); compact(plural) != compact(listed.Name) {
		p.Report(&listed.Node, listed.NameSpan,
			fmt.Sprintf("what lists %s is called %s here, and %s are what the resource calls them: consumers can't tell that both are the same", items.Name, listed.Name, items.Resource.Plural),
			lint.Cure(fmt.Sprintf("call the field %s", plural)))
	}
}
