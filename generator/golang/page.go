package golang

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/schema"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/spec"
)

// pages returns the iterator over all pages of a list: an operation that takes a token, and whose one
// success has one array and the token of the next page.
func (l *lowering) pages(o *operation) *Pages {
	token := o.pageToken()
	if token == nil || o.Method() != "GET" && o.Method() != "POST" {
		return nil
	}
	var success *use
	for _, u := range o.answers {
		if u.success && success != nil {
			return nil
		}
		if u.success {
			success = u
		}
	}
	if success == nil || len(success.media) != 1 || success.media[0].kind != httpapi.JSON || success.media[0].slot.Go != success.media[0].slot.Shape.Go {
		return nil
	}
	shape, t := success.media[0].slot.Shape, success.media[0].Type
	next, nextOK := nextToken(shape, t)
	items, item, itemsOK := pageItems(shape, t)
	if !nextOK || !itemsOK {
		return nil
	}
	name := l.methods.Claim(o.name+"All", &o.Node)
	return &Pages{
		Name: name, Item: item,
		Doc:  []string{name + " calls " + o.name + " until there are no more pages, and yields their items one by one."},
		Take: setText("page."+token.name, token.slot.Go), Items: "out.Body." + items,
		Next: []string{"next := " + textOr("out.Body."+next.Name, next.Slot.Go)},
	}
}

// pageToken returns the parameter that takes the token of a page.
func (o *operation) pageToken() *requestField {
	for i := range o.fields {
		f := &o.fields[i]
		if f.In == spec.InQuery && tokenType(f.slot.Go) && namesToken(httpapi.Canonical(f.Name)) {
			return f
		}
	}
	return nil
}

// namesToken reports whether a query parameter of that name takes the token of a page, as the rules
// about pagination have it.
func namesToken(name string) bool {
	switch name {
	case "pagetoken", "cursor", "nexttoken", "continuationtoken", "continuation", "continue", "nextpagetoken", "pagecursor", "nextcursor",
		"startcursor", "aftercursor", "paginationtoken", "scrollid", "marker", "skiptoken", "bookmark":
		return true
	}
	return false
}

// namesNext reports whether a property of that name is the token of the next page.
func namesNext(name string) bool {
	switch name {
	case "nextpagetoken", "nexttoken", "nextcursor", "nextcontinuationtoken", "continuationtoken", "nextmarker", "endcursor", "nextpagecursor", "nextbookmark",
		"nextpaginationtoken", "pagetoken":
		return true
	}
	return false
}

func tokenType(goType string) bool {
	switch goType {
	case "string", "value.Optional[string]", "value.Nullable[string]", "value.Optional[value.Nullable[string]]":
		return true
	}
	return false
}

// nextToken finds the token of the next page at the top of an answer.
func nextToken(shape *schema.Shape, t *spec.Type) (schema.FieldInfo, bool) {
	for _, f := range t.AllFields() {
		if !namesNext(httpapi.Canonical(f.Name)) {
			continue
		}
		if info, ok := shape.Field(f.Name); ok && tokenType(info.Slot.Go) {
			return info, true
		}
	}
	return schema.FieldInfo{}, false
}

// pageItems finds the one array of an answer, and the type of its items.
func pageItems(shape *schema.Shape, t *spec.Type) (field, item string, ok bool) {
	for _, f := range t.AllFields() {
		info, known := shape.Field(f.Name)
		if !known || !strings.HasPrefix(info.Slot.Go, "[]") {
			continue
		}
		if field != "" {
			return "", "", false
		}
		field, item = info.Name, strings.TrimPrefix(info.Slot.Go, "[]")
	}
	return field, item, field != ""
}

// setText returns the statement that sets a place for text to the variable token.
func setText(dst, goType string) []string {
	switch goType {
	case "string":
		return []string{dst + " = token"}
	case "value.Optional[value.Nullable[string]]":
		return []string{dst + ".Set(value.NotNull(token))"}
	}
	return []string{dst + ".Set(token)"}
}

// textOr is the expression of a place's text, "" where there is none.
func textOr(src, goType string) string {
	switch goType {
	case "string":
		return src
	case "value.Nullable[string]", "value.Optional[string]":
		return fmt.Sprintf(`%s.Or("")`, src)
	}
	return fmt.Sprintf(`%s.Or(value.Null[string]()).Or("")`, src)
}
