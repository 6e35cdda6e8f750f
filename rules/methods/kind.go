package methods

import (
	"slices"

	"github.com/bylaw-dev/bylaw/rules/internal/standard"
)

// kind is what the AIPs demand of the requests of one standard method.
type kind struct {
	method  standard.Method
	verb    string   // as messages write it: "create"
	address string   // the field by which a caller says where or what; "": the resource says it
	carries bool     // the resource itself is sent
	needs   []string // what else a caller may have to give
	generic string   // who can do what with any resource, as long as nothing else is asked for
	http    string   // the HTTP methods, separated by spaces
	member  bool     // its path names one thing, and not a collection
}

var (
	getting  = &kind{standard.Get, "get", "name", false, nil, "tools that read any resource by its name", "GET", true}
	listing  = &kind{standard.List, "list", "parent", false, nil, "tools that list any resource by its parent", "GET", false}
	creating = &kind{standard.Create, "create", "parent", true, tokens[:], "tools that create any resource from its fields", "POST", false}
	updating = &kind{standard.Update, "update", "", true, append(tokens[:], "update_mask", "field_mask", "etag"), "tools that update any resource from its fields", "PATCH PUT", true}
	deleting = &kind{standard.Delete, "delete", "name", false, append(tokens[:], "etag"), "tools that delete any resource by its name", "DELETE", true}
)

// tokens are the names of what makes a call safe to repeat, which may be demanded of every caller.
var tokens = [...]string{"request_id", "idempotency_key", "idempotency_token", "client_token"}

// mayNeed reports whether a caller may have to give an input of that name beside the resource and its
// address.
func (k *kind) mayNeed(name string) bool { return slices.Contains(k.needs, name) }
