package meaning

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

// promiseKind is what documentation can promise in words that are plain enough to be compared.
type promiseKind uint8

const (
	promisedUnit promiseKind = iota
	promisedDefault
	promisedMaximum
	promisedMinimum
	promisedOrder
)

// promise is one thing that two texts promise differently.
type promise struct {
	kind     promiseKind
	from, to string
}

// reader finds one kind of promise.
type reader struct {
	kind     promiseKind
	read     func(was, is string) (from, to string) // alike: nothing that could be told changed
	declared []string                               // the attributes that say the same and are compared themselves
}

func readers() []reader {
	constrained := []string{"(buf.validate.field)", "(validate.rules)"}
	return []reader{
		{promisedUnit, units, nil},
		{promisedDefault, values(defaultPhrase), []string{"default"}},
		{promisedMaximum, values(maximumPhrase), append(constrained, "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")},
		{promisedMinimum, values(minimumPhrase), append(constrained, "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")},
		{promisedOrder, orders, nil},
	}
}

// promises returns what the documentation of a declaration promises differently. Each is found by
// what both texts say in the same plain way, for a false alarm is worse than a rewording that is not
// understood.
func promises(old, new *spec.Node) []promise {
	if old.Doc == "" || new.Doc == "" || old.Doc == new.Doc {
		return nil
	}
	was, is := plain(old.Doc), plain(new.Doc)
	gone, fresh := rewritten(was, is)
	if len(gone)+len(fresh) == 0 {
		return nil
	}
	lost, won := strings.Join(gone, ". "), strings.Join(fresh, ". ")
	var found []promise
	for _, r := range readers() {
		if from, to := r.read(lost, won); from == to || declared(old, new, r.declared...) {
			continue // most rewordings end here, before the whole texts are read
		}
		if from, to := r.read(was, is); from != to {
			found = append(found, promise{r.kind, from, to})
		}
	}
	return found
}

// plain returns a text without line breaks and addresses, which often hold a version.
func plain(doc string) string {
	words := strings.Fields(doc)
	for i, word := range words {
		if strings.Contains(word, "://") {
			words[i] = "…"
		}
	}
	return strings.Join(words, " ")
}

// promisesOther reports whether a check of this group tells what became of the documentation.
func promisesOther(pair breaking.Pair[spec.Node]) bool { return len(promises(pair.Old, pair.New)) > 0 }

// declared reports whether one of two declarations, or the schema directly within it, has one of the
// attributes. What is declared counts, and not what is said of it.
func declared(old, new *spec.Node, names ...string) bool {
	return slices.ContainsFunc([]*spec.Node{old, new}, func(n *spec.Node) bool {
		schema, _ := n.Attr("schema")
		return slices.ContainsFunc(names, func(name string) bool {
			_, own := n.Attr(name)
			return own || schema.Value.Get(name) != nil
		})
	})
}
