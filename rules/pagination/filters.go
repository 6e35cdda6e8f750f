package pagination

import (
	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// narrows reports whether the operation answers with a part of many things: it lists or searches.
func narrows(l *words.Lexicon, o *spec.Operation) bool {
	if o.Kind != spec.Call {
		return false
	}
	switch standard.Verb(l, o) {
	case "search", "query", "find":
		return true
	}
	return answersList(l, o)
}

// inputNamed returns the input of the operation with one of the names, in snake_case, or nil.
func inputNamed(o *spec.Operation, is func(name string) bool) *spec.Input {
	for _, input := range o.Inputs() {
		if is(words.Snake.Write(input.Name)) && input.Deprecated == nil {
			return &input
		}
	}
	return nil
}

// namesFilter reports whether a name is that of an expression or object that says which items are wanted.
func namesFilter(name string) bool {
	switch name {
	case "filter", "filters", "filter_by", "filter_expression", "filter_expr", "filter_string":
		return true
	}
	return false
}

// namesOrder is namesFilter for the order in which they are wanted.
func namesOrder(name string) bool {
	switch name {
	case "order_by", "orderby", "order_bys", "sort", "sort_by", "sortby", "order", "ordering", "sort_order", "sort_field", "sort_direction", "direction", "sorting":
		return true
	}
	return false
}

// docOf returns what is said of an input and its type.
func docOf(input *spec.Field) string {
	doc := input.Doc
	for t := input.Type; t != nil; t = t.Target {
		doc += "\n" + t.Doc
	}
	return doc
}

// itemsOf returns the type of the things that the operation lists, or nil.
func itemsOf(l *words.Lexicon, o *spec.Operation) *spec.Type {
	collection, ok := standard.CollectionOf(l, o)
	if !ok {
		return nil
	}
	return collection.Type.Items.Resolve()
}
