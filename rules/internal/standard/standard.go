// Package standard says what an operation does in the terms of the standard methods (AIP-131 to
// 135), alike for an rpc and for a method on a path. It knows the model and English, and no rule.
package standard

import (
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// Method is the standard method that an operation is.
type Method uint8

// The methods.
const (
	Custom Method = iota // none of the others
	Get                  // reads one thing
	List                 // reads a collection
	Create
	Update // of a part or the whole
	Delete
)

// String returns the name of the method: "Get".
func (m Method) String() string {
	return [...]string{"Custom", "Get", "List", "Create", "Update", "Delete"}[m]
}

// Classify says which standard method the operation means to be. Its name decides if it begins
// with a standard verb; without such a name an OpenAPI operation is judged by its HTTP method, the
// end of its path and what it answers, and an rpc is Custom. Where name and HTTP method contradict
// each other the name counts: it is what the author meant.
func Classify(l *words.Lexicon, o *spec.Operation) Method {
	if o.Kind != spec.Call {
		return Custom
	}
	verb := Verb(l, o)
	named, isStandard := methods(verb)
	switch {
	case isStandard && named == Get && listsLikeGet(l, o):
		return List
	case isStandard:
		return named
	case !isOpenAPI(o):
		return Custom
	}
	return byHTTP(l, o, verb)
}

// methods maps the verbs that name a standard method.
func methods(verb string) (Method, bool) {
	switch verb {
	case "get", "retrieve", "describe", "show":
		return Get, true
	case "list":
		return List, true
	case "create", "insert":
		return Create, true
	case "update", "patch", "modify":
		return Update, true
	case "delete", "destroy":
		return Delete, true
	}
	return Custom, false
}

// isOpenAPI reports whether the operation is a method on a path, not an rpc: the answers of the
// former have a status.
func isOpenAPI(o *spec.Operation) bool {
	return len(o.Responses) == 0 || o.Responses[0].Status != ""
}

func byHTTP(l *words.Lexicon, o *spec.Operation, verb string) Method {
	end := End(o.Path())
	switch o.Method() {
	case "GET":
		if isCollection(l, end) && listsOnly(l, o) {
			return List
		}
		return Get
	case "POST":
		return byPost(l, o, verb, end)
	case "PUT", "PATCH":
		return Update
	case "DELETE":
		return Delete
	}
	return Custom
}

// byPost judges a POST that is not named by a standard verb.
func byPost(l *words.Lexicon, o *spec.Operation, verb string, end spec.PathPart) Method {
	_, known := l.LookupVerb(verb)
	switch {
	case verb == "add" && isCollection(l, end) && answersCreated(o):
		return Create // adding what is there already is mostly no mistake, and answered with 200
	case known:
		return Custom
	case isCollection(l, end):
		return Create
	case end.Kind == spec.Variable:
		return Update
	}
	return Custom
}

// isCollection reports whether a path that ends so is that of a collection: a plural, unless it is
// that of a thing which has no singular, or begins with a verb.
func isCollection(l *words.Lexicon, end spec.PathPart) bool {
	all := words.Split(end.Text)
	if end.Kind != spec.Literal || len(all) == 0 {
		return false
	}
	last := all[len(all)-1]
	if !l.IsPlural(last) || last == "settings" || last == "preferences" {
		return false
	}
	verb, isVerb := l.LookupVerb(all[0])
	return !isVerb || verb.Noun
}

func answersCreated(o *spec.Operation) bool {
	answer := o.Success()
	return answer != nil && answer.Status == "201"
}

// listsLikeGet reports whether an operation that is called Get returns a collection: "getOrders".
func listsLikeGet(l *words.Lexicon, o *spec.Operation) bool {
	if isOpenAPI(o) {
		return o.Method() == "GET" && isCollection(l, End(o.Path())) && listsOnly(l, o)
	}
	collection, ok := CollectionOf(l, o)
	return ok && l.IsPlural(lastWord(o.Name)) && lastWord(o.Name) == lastWord(collection.Field.Name) && listsOnly(l, o)
}

func lastWord(name string) string {
	all := words.Split(name)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

// Verb returns the verb that the operation is named by, in lower case: the first word of an rpc's
// name, known or not, or a known verb in an operationId, whichever way it is built (listOrders,
// orders_list, orders.list, repos/list-for-org, OrderController_list). It returns "" if there is none.
func Verb(l *words.Lexicon, o *spec.Operation) string {
	if !isOpenAPI(o) {
		return words.First(o.Name)
	}
	for _, part := range nameParts(o.Name) {
		if _, known := l.LookupVerb(words.First(part)); known {
			return words.First(part)
		}
	}
	return ""
}

// nameParts returns the places in an operationId where its verb may stand, the likeliest first.
func nameParts(name string) []string {
	if at := strings.LastIndexAny(name, "/."); at >= 0 {
		return []string{name[at+1:]}
	}
	parts := []string{name}
	if at := strings.LastIndexByte(name, '_'); at >= 0 {
		last := name[at+1:]
		// "orders_list" begins with a noun, "process_payments_list" with one that looks like a verb.
		if _, standard := methods(words.First(last)); standard {
			return []string{last, name}
		}
		parts = append(parts, last)
	}
	return parts
}

// End returns the last part of a path template that says what the path ends in: a literal, the
// variable (whatever its pattern), or the custom verb. The zero part stands for an empty path.
func End(path spec.Path) spec.PathPart {
	for i := len(path.Parts) - 1; i >= 0; i-- {
		if part := path.Parts[i]; part.Within == "" {
			return part
		}
	}
	return spec.PathPart{}
}

// Label returns what messages call the operation: "GET /v1/orders", or the rpc's name, with the
// service's where it is a mere verb.
func Label(o *spec.Operation) string {
	if isOpenAPI(o) {
		return o.Method() + " " + o.Path().Raw
	}
	if o.Service != nil && len(words.Split(o.Name)) == 1 {
		return o.Service.Name + "." + o.Name
	}
	return o.Name
}

// Declared returns the element that declares an input: a parameter behind a $ref is the component's.
func Declared(input *spec.Input) *spec.Node {
	if input.Parameter != nil && input.Parameter.Target != nil {
		return &input.Parameter.Target.Node
	}
	return &input.Node
}
