package docs

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// selfEvidentNames are the ends of names that say as much as a sentence would.
func selfEvidentNames() []string {
	return []string{
		"id", "ids", "name", "names", "url", "urls", "uri", "href", "email", "title", "description", "etag", "locale", "language_code",
		"page_size", "page_token", "next_page_token", "update_mask", "validate_only", "request_id", "total_count", "total_size",
		"created_at", "updated_at", "deleted_at", "create_time", "update_time", "delete_time",
	}
}

// isSelfEvident reports whether a field's name or type says what a comment would repeat.
func (o missingDocOptions) isSelfEvident(f *spec.Field) bool {
	if f.Type.Doc != "" || isDocumented(f.Type) {
		return true
	}
	name := words.Snake.Write(f.Name)
	return slices.ContainsFunc(o.SelfEvident, func(end string) bool {
		return name == end || strings.HasSuffix(name, "_"+end)
	})
}

// isDocumented reports whether the definition that a value refers to, or its elements do, has
// documentation: "state: OrderState" needs no second.
func isDocumented(t *spec.Type) bool {
	if t = element(t); t == nil {
		return false
	}
	if t.Kind == spec.KindReference && t.Resolve().Doc != "" {
		return true
	}
	if t.Schema == nil {
		return false
	}
	for _, branches := range [...][]*spec.Type{t.Schema.AllOf, t.Schema.OneOf, t.Schema.AnyOf} {
		if len(branches) > 0 && slices.ContainsFunc(branches, isDocumented) {
			return true
		}
	}
	return false
}

// isExplainedBy reports whether a documented field of the parent, in which the type is declared, is
// of that type.
func isExplainedBy(parent, t *spec.Type) bool {
	return parent != nil && slices.ContainsFunc(parent.Fields, func(f *spec.Field) bool {
		return f.Doc != "" && element(f.Type).Resolve() == t
	})
}

// element returns the type of what a list or map holds, however deep, or the type itself.
func element(t *spec.Type) *spec.Type {
	for t != nil && (t.Kind == spec.KindArray || t.Kind == spec.KindMap) {
		t = t.Items
	}
	return t
}

// isEnvelope reports whether a type is the request or response of an rpc and named so: the rpc's
// documentation is its own.
func isEnvelope(api *spec.API, t *spec.Type) bool {
	if api.Format != spec.Proto || !slices.ContainsFunc([]string{"Request", "Response", "Reply", "List"}, func(end string) bool {
		return strings.HasSuffix(t.Name, end)
	}) {
		return false
	}
	return slices.ContainsFunc(api.Services, func(s *spec.Service) bool {
		return slices.ContainsFunc(s.Operations, func(o *spec.Operation) bool {
			return o.RequestType() == t || o.ResponseType() == t
		})
	})
}

// isHTTPHeader reports whether a header means what HTTP says it means.
func isHTTPHeader(name string) bool {
	switch strings.ToLower(name) {
	case "location", "link", "content-type", "content-length", "content-disposition", "content-language", "accept", "accept-language",
		"etag", "if-match", "if-none-match", "if-modified-since", "last-modified", "date", "expires", "cache-control", "retry-after",
		"authorization", "www-authenticate", "user-agent", "vary", "age", "range", "content-range":
		return true
	}
	return false
}

// isPlaceholder reports whether documentation only says that there should be some.
func isPlaceholder(doc string) bool {
	if len(doc) == 0 || len(doc) > 20 {
		return false
	}
	switch strings.ToLower(strings.Trim(doc, " \t\r\n.…!:-")) {
	case "", "todo", "tbd", "fixme", "xxx", "n/a", "to do", "to be done", "to be defined", "placeholder":
		return true
	}
	return false
}

// isInternal reports whether all that is written is an internal comment, (-- for insiders --), which
// is cut out before anything is published (AIP-192).
func isInternal(doc string) bool {
	doc = strings.TrimSpace(doc)
	return strings.HasPrefix(doc, "(--") && strings.Index(doc, "--)") == len(doc)-len("--)")
}
