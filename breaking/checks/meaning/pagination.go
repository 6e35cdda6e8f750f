package meaning

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var pagination = breaking.New(breaking.Meta{
	ID: "pagination", Title: "whether a list comes whole or in pages", Group: "meaning",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Added, breaking.Removed}, AIP: []int{158, 180}, Since: "2026.1",
}, breaking.Hooks{Operation: comparePagination})

// comparePagination looks for lists that came whole and come in pages now: consumers that don't know
// of pages take the first one for everything. Where they learn of the next page is reported besides,
// as a field or a parameter that is new.
func comparePagination(p *breaking.Pass, pair breaking.Pair[spec.Operation]) {
	if !pair.Both() || pair.New.Kind != spec.Call {
		return
	}
	was, is := paged(p.Old, pair.Old), paged(p.New, pair.New)
	if was == is || !lists(p.Old, pair.Old) || !lists(p.New, pair.New) {
		return
	}
	touch := breaking.On(breaking.Behavior, breaking.Promise, breaking.Incomparable)
	if is {
		p.Report(breaking.Change{Kind: breaking.Added, Attribute: "pagination",
			Message: fmt.Sprintf("%s came whole and comes in pages now: consumers that ask as before take the first page for everything", name(&pair.New.Node)),
			Cure:    "return everything unless a page is asked for, or offer the pages by a new operation",
		}, touch)
		return
	}
	p.Report(breaking.Change{Kind: breaking.Removed, Attribute: "pagination",
		Message: fmt.Sprintf("%s came in pages and comes whole now: consumers that ask for the next page get everything again", name(&pair.New.Node)),
		Cure:    "keep the pages; the last one has no successor",
	}, touch)
}

// view is how a version of the contract shows a type.
type view func(*spec.Type) *spec.Type

// paged reports whether a caller can ask for another page, and learns of it from the answer or knows
// it: a limit alone makes no pages.
func paged(see view, o *spec.Operation) bool {
	takes := slices.ContainsFunc(o.Inputs(), func(i spec.Input) bool { return slices.Contains(pageNames[:], flat(i.Name)) })
	return takes || hands(see, o)
}

// pageNames are the inputs that name a page, without case and separators.
var pageNames = [...]string{
	"pagetoken", "nextpagetoken", "cursor", "pagecursor", "nextcursor", "nexttoken", "continuationtoken", "startingafter", "endingbefore",
	"page", "pagenumber", "pageindex", "offset", "startindex", "marker", "starttoken", "paginationtoken", "$skip", "$skiptoken",
}

// nextNames are the fields that lead to the next page.
var nextNames = [...]string{
	"nextpagetoken", "nextcursor", "nexttoken", "nextpage", "nextlink", "nextmarker", "nextpageurl", "continuationtoken", "hasmore", "hasnextpage",
	"@odata.nextlink",
}

var separators = strings.NewReplacer("_", "", "-", "", "[", "", "]", "")

// flat writes a name without case and separators: "page[number]" is "pagenumber".
func flat(name string) string {
	return strings.ToLower(separators.Replace(name))
}

// hands reports whether the answer leads to the next page: in a header (RFC 8288), in a field, or in
// one within an object about pages.
func hands(see view, o *spec.Operation) bool {
	success := o.Success()
	if success == nil {
		return false
	}
	return slices.ContainsFunc(success.Headers, func(h *spec.Parameter) bool {
		header := strings.TrimPrefix(flat(h.Name), "x")
		return header == "link" || slices.Contains(nextNames[:], header)
	}) || leadsOn(see, see(o.ResponseType()), true)
}

// containers are the objects that answers keep what they say of pages in.
var containers = [...]string{"links", "meta", "pagination", "paging", "pageinfo", "page", "responsemetadata", "metadata"}

func leadsOn(see view, t *spec.Type, top bool) bool {
	return t != nil && slices.ContainsFunc(t.Fields, func(f *spec.Field) bool {
		name := flat(f.Name)
		return slices.Contains(nextNames[:], name) || !top && name == "next" ||
			top && slices.Contains(containers[:], name) && leadsOn(see, see(f.Type), false)
	})
}

// lists reports whether the answer is a list, or holds one at its top.
func lists(see view, o *spec.Operation) bool {
	answer := see(o.ResponseType())
	if answer == nil {
		return false
	}
	return answer.Kind == spec.KindArray || slices.ContainsFunc(answer.Fields, func(f *spec.Field) bool {
		t := see(f.Type)
		return t != nil && t.Kind == spec.KindArray
	})
}
