// Package rpcpolicy reads out of a contract's options (bylaw.service, bylaw.method) what its methods promise of caches and quotas,
// as the packages that keep those promises want it. It must not know how they keep them.
package rpcpolicy

import (
	"errors"
	"fmt"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/marks"
	"github.com/bylaw-dev/bylaw/templates/support/cache"
	"github.com/bylaw-dev/bylaw/templates/support/ratelimit"
)

// StaticAge is how long what is static is kept without asking again.
const StaticAge = time.Hour

// Caching returns the policy of each method that has a class of caching, by full name ("/shop.v1.Orders/GetOrder"), for
// cache.Options.Policies. What is static is kept for StaticAge; api and private are checked each time (no-cache). "none",
// a class that nobody knows, and methods of which nothing is said aren't there, which denies.
func Caching(services ...protoreflect.ServiceDescriptor) map[string]cache.Policy {
	all := map[string]cache.Policy{}
	each(services, func(name string, said marks.Marks) {
		switch said.Cache {
		case "static":
			all[name] = cache.Policy{Class: cache.Static, MaxAge: StaticAge}
		case "api":
			all[name] = cache.Policy{Class: cache.API}
		case "private":
			all[name] = cache.Policy{Class: cache.Private}
		}
	})
	return all
}

// Quotas returns the quota of each method that has one, or whose service has, by full name, for
// ratelimit.Config.Operations. Each method of a service counts for itself. The error joins all that can't be read.
func Quotas(services ...protoreflect.ServiceDescriptor) (map[string]ratelimit.Quota, error) {
	all, wrong := map[string]ratelimit.Quota{}, []error(nil)
	each(services, func(name string, said marks.Marks) {
		q, err := ratelimit.ParseQuota(said.Quota)
		switch {
		case err != nil:
			wrong = append(wrong, fmt.Errorf("rpcpolicy: %s: %w", name, err))
		case said.Quota != "":
			all[name] = q
		}
	})
	return all, errors.Join(wrong...)
}

func each(services []protoreflect.ServiceDescriptor, do func(name string, said marks.Marks)) {
	for _, s := range services {
		for i := range s.Methods().Len() {
			m := s.Methods().Get(i)
			do(fmt.Sprintf("/%s/%s", s.FullName(), m.Name()), marks.Method(m))
		}
	}
}
