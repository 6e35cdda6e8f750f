// Package paging finds the parts of pagination in an operation, whatever an API calls them: how many
// items a page has, which page is wanted, where the next one is. It knows the model, and no rule.
package paging

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// sizeNames are the names of the number of items wanted, in snake_case.
var sizeNames = [...]string{
	"page_size", "per_page", "limit", "max_results", "page_limit", "max_page_size", "results_per_page",
	"items_per_page", "records_per_page", "max_items", "max_count", "max_records", "max_keys", "top", "first",
	"last", "take", "size", "rows", "num_results", "pagesize", "maxresults",
}

// tokenNames are the names of an opaque value that a page hands out to get at the next one.
var tokenNames = [...]string{
	"page_token", "cursor", "next_token", "continuation_token", "continuation", "continue", "next_page_token",
	"page_cursor", "next_cursor", "start_cursor", "after_cursor", "pagination_token", "scroll_id", "marker",
	"skip_token", "pagetoken", "bookmark",
}

// placeNames are the names of a place in the list that a consumer can work out itself.
var placeNames = [...]string{
	"page", "page_number", "page_index", "page_num", "page_no", "offset", "start", "start_index", "start_at",
	"skip", "from", "after", "before", "starting_after", "ending_before", "since", "since_id", "max_id",
	"from_id", "after_id", "before_id", "last_id", "start_after", "start_key", "exclusive_start_key", "range",
}

// containers are the objects in which APIs gather what belongs to pagination.
var containers = [...]string{
	"pagination", "paging", "page", "page_info", "meta", "metadata", "links", "cursor", "cursors", "response_metadata", "response_info",
}

// linkNames are the names of what leads to the next page by itself, or may.
var linkNames = [...]string{"next", "next_url", "next_link", "next_href", "next_uri", "odata_next_link"}

// nextNames are the names by which an answer says that there is more, or hands out its place.
var nextNames = [...]string{
	"has_more", "has_next", "has_next_page", "more", "next_page", "next_marker", "end_cursor", "next_offset", "total_pages",
	"next_starting_after", "is_truncated",
}

// totalNames are the names of how many items there are on all pages together. A bare count may be
// that of this page.
var totalNames = [...]string{
	"total_size", "total_count", "total", "total_items", "total_results", "total_records", "total_elements", "total_hits",
	"total_matches", "total_rows", "total_entries", "results_total", "items_total", "record_count_total", "total_result_count",
	"total_item_count", "total_num", "total_number",
}

// namesNextToken reports whether a field of an answer can be nothing but the token of the next page:
// a cursor or a marker may be many things.
func namesNextToken(name string) bool {
	return strings.HasPrefix(name, "next_") && slices.Contains(tokenNames[:], name) || name == "page_token"
}

// Paging is how an operation pages.
type Paging struct {
	Size  *spec.Input // how many items are wanted; nil: there is none
	Token *spec.Input // the opaque place of the wanted page; nil: there is none
	Place *spec.Input // the place of the wanted page as the consumer knows it; nil: there is none
	Next  bool        // the answer hands out the place of the next page, or says that there is one
	Link  bool        // the answer holds a link to the next page

	NextToken *spec.Field // where the answer's body hands out the token of the next page; nil: it doesn't
	Total     *spec.Field // how many items the answer says there are on all pages; nil: it doesn't
}

// Of returns how the operation pages.
func Of(o *spec.Operation) Paging {
	var p Paging
	for _, input := range o.Inputs() {
		p.take(input)
	}
	p.lookForNext(o)
	return p
}

func (p *Paging) take(input spec.Input) {
	name := canonical(input.Name)
	if object := input.Type.Resolve(); object != nil && object.Kind == spec.KindObject && slices.Contains(containers[:], name) {
		for _, f := range object.AllFields() {
			p.take(spec.Input{Field: f, In: input.In})
		}
		return
	}
	switch {
	case p.Size == nil && slices.Contains(sizeNames[:], name):
		p.Size = &input
	case p.Token == nil && slices.Contains(tokenNames[:], name):
		p.Token = &input
	case p.Place == nil && slices.Contains(placeNames[:], name):
		p.Place = &input
	}
}

// canonical returns a name in snake_case without the object that some styles write around it:
// "page[size]" and "$top" are page_size and top.
func canonical(name string) string { return words.Snake.Write(name) }

// lookForNext searches the answer: its Link header (RFC 8288) and others, and its fields, at its top
// or in an object about pagination.
func (p *Paging) lookForNext(o *spec.Operation) {
	answer := o.Success()
	if answer == nil {
		return
	}
	for _, h := range answer.Headers {
		p.takeNext(strings.TrimPrefix(canonical(h.Name), "x_"))
		p.Link = p.Link || strings.EqualFold(h.Name, "Link")
	}
	if body := o.ResponseType(); body != nil {
		p.takeNextOf(body, 2)
	}
	for _, place := range []*spec.Input{p.Token, p.Place} {
		p.Link = p.Link || place != nil && mentionsLinkHeader(place.Doc)
	}
}

func (p *Paging) takeNextOf(t *spec.Type, depth int) {
	for _, f := range t.AllFields() {
		name := canonical(f.Name)
		p.takeNext(name)
		if p.NextToken == nil && namesNextToken(name) {
			p.NextToken = f
		}
		if p.Total == nil && slices.Contains(totalNames[:], name) {
			p.Total = f
		}
		if depth > 1 && slices.Contains(containers[:], name) {
			p.takeNextOf(f.Type.Resolve(), depth-1)
		}
	}
}

func (p *Paging) takeNext(name string) {
	p.Link = p.Link || slices.Contains(linkNames[:], name)
	p.Next = p.Next || slices.Contains(nextNames[:], name) || slices.Contains(tokenNames[:], name)
}

// Maximum returns whether the contract declares how large the input may be: by a bound, by a list
// of values, or by its documentation if prose counts.
func Maximum(input *spec.Input, prose bool) bool {
	doc := input.Doc
	for t := input.Type; t != nil; t = t.Target {
		if c := t.Constraints; c != nil && (c.Maximum != nil || len(c.In) > 0 || c.Const != nil) || t.Kind == spec.KindEnum {
			return true
		}
		doc += "\n" + t.Doc
	}
	return prose && SaysMaximum(doc)
}

// Bounded reports whether the contract says that the operation's list is naturally short: by
// policy, by a limit on the array, or in words; or the list can only hold members of an enum.
func Bounded(o *spec.Operation, c standard.Collection) bool {
	nodes := []*spec.Node{&o.Node, c.Node(), &c.Type.Node}
	if answer := o.ResponseType(); answer != nil {
		nodes = append(nodes, &answer.Node)
	}
	if success := o.Success(); success != nil {
		nodes = append(nodes, &success.Node)
	}
	if slices.ContainsFunc(nodes, declaresBounded) || saysBounded(o.Summary) {
		return true
	}
	items := c.Type.Items.Resolve()
	return c.Type.Constraints != nil && c.Type.Constraints.MaxItems != nil || items != nil && items.Kind == spec.KindEnum
}

func declaresBounded(n *spec.Node) bool {
	return n.Policy != nil && n.Policy.Bounded != nil && *n.Policy.Bounded || saysBounded(n.Doc)
}
