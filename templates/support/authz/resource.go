package authz

import (
	"net/http"

	"github.com/bylaw-dev/bylaw/templates/support/authn"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Lookup is what a caller is told of a resource that has been looked up: nil if it is there and the caller may use it,
// 404 if it isn't and the caller might use it if it were, and 403 otherwise, the same one whether it is there or not.
// may has to be known without the resource (by its name, its parent, the caller's tenant); where only the resource
// itself could say it, it is false for one that isn't there.
//
//	order, found := store.Get(ctx, name)
//	if err := authz.Lookup(found, may(caller, name)); err != nil {
//		return nil, err
//	}
func Lookup(found, may bool) error {
	switch {
	case !may:
		return Denied()
	case !found:
		return absent()
	}
	return nil
}

func absent() error {
	return &errors.Error{Status: http.StatusNotFound, Code: errors.CodeNotFound, Title: http.StatusText(http.StatusNotFound), Detail: "there is no such resource"}
}

// Tenant says whether a caller may touch what belongs to a tenant: its own, and nothing of a nobody's. The tenant that
// a request names is held against the credential's here; it is never taken for the caller's own.
func Tenant(c authn.Caller, tenant string) bool { return tenant != "" && c.Tenant == tenant }

// Owned is Lookup for a resource that only itself can tell whose it is, by an ID without a parent: one that isn't
// there and one of another tenant are the same 403. owner is its tenant, and isn't looked at if it hasn't been found.
func Owned(c authn.Caller, found bool, owner string) error {
	return Lookup(found, found && Tenant(c, owner))
}
