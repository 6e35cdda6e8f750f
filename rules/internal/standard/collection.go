package standard

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// Collection is the list that an answer is about.
type Collection struct {
	Type  *spec.Type  // the array
	Field *spec.Field // the field that holds it; nil: the answer itself is the array
}

// Node returns the element to point at: the field, or the array.
func (c Collection) Node() *spec.Node {
	if c.Field != nil {
		return &c.Field.Node
	}
	return &c.Type.Node
}

// wrappers are the names that APIs give the list in an answer, whatever is listed.
var wrappers = [...]string{
	"data", "items", "results", "values", "value", "entries", "records", "list", "elements", "nodes",
	"edges", "content", "rows", "objects", "hits", "resources",
}

// CollectionOf returns the list that a success of the operation answers with. In a response
// message it is the first repeated field of messages, or else the first repeated field; in a JSON
// object it is the array that is named like the end of the path or like a wrapper ("items"). An
// object with other arrays is a thing that has lists, not a list.
func CollectionOf(l *words.Lexicon, o *spec.Operation) (Collection, bool) {
	answer := o.ResponseType()
	if answer == nil || answer.ID() == "google.api.HttpBody" { // whose lists are about anything but its content
		return Collection{}, false
	}
	if answer.Kind == spec.KindArray {
		return Collection{Type: answer}, true
	}
	arrays := arraysOf(answer)
	if len(arrays) == 0 {
		return Collection{}, false
	}
	at := 0
	if isOpenAPI(o) {
		at = slices.IndexFunc(arrays, func(f *spec.Field) bool { return wraps(l, f.Name, o) })
	} else {
		at = max(0, slices.IndexFunc(arrays, holdsObjects))
	}
	if at < 0 {
		return Collection{}, false
	}
	return Collection{Type: arrays[at].Type.Resolve(), Field: arrays[at]}, true
}

// aboutLists are the names of what an answer says about its list: how much there is, and where
// the rest of it is.
var aboutLists = [...]string{
	"count", "total", "total_count", "total_size", "total_items", "total_results", "size", "length", "object", "kind", "type",
	"etag", "url", "self", "self_link", "id", "unreachable", "incomplete_results", "warnings", "meta", "metadata", "links",
	"pagination", "paging", "page", "pages", "page_info", "page_size", "page_number", "per_page", "limit", "offset", "start",
	"cursor", "more", "total_pages", "first", "last", "filter", "sort", "query", "request_id",
}

// listsOnly reports whether what is answered is a collection, and what is said about it.
func listsOnly(l *words.Lexicon, o *spec.Operation) bool {
	collection, ok := CollectionOf(l, o)
	if !ok || collection.Field == nil {
		return ok
	}
	for _, f := range o.ResponseType().AllFields() {
		name := words.Snake.Write(f.Name)
		about := slices.Contains(aboutLists[:], name) || strings.Contains(name, "next") || strings.Contains(name, "prev") ||
			strings.HasPrefix(name, "has_") || strings.HasPrefix(name, "total_")
		if f != collection.Field && !about {
			return false
		}
	}
	return true
}

func arraysOf(t *spec.Type) []*spec.Field {
	var arrays []*spec.Field
	for _, f := range t.AllFields() {
		if f.Type.Resolve().Kind == spec.KindArray {
			arrays = append(arrays, f)
		}
	}
	return arrays
}

func holdsObjects(f *spec.Field) bool {
	items := f.Type.Resolve().Items.Resolve()
	return items != nil && items.Kind == spec.KindObject
}

func wraps(l *words.Lexicon, name string, o *spec.Operation) bool {
	name = words.Snake.Write(name)
	if slices.Contains(wrappers[:], name) {
		return true
	}
	end := End(o.Path())
	if end.Kind != spec.Literal {
		return false
	}
	last := lastWord(end.Text)
	return l.IsPlural(last) && lastWord(name) == last
}
