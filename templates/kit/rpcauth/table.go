package rpcauth

import (
	"fmt"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/marks"
	"github.com/bylaw-dev/bylaw/templates/support/authz"
)

// Table reads what services declare: of google.api.oauth_scopes (with commas between them) one suffices for each method,
// and a tier of internal (bylaw's, of method, service or file, or Google's visibility) demands a caller of the house.
// Methods of which neither is said aren't in the table, so that nobody is let in until the caller of Table adds them.
func Table(services ...protoreflect.ServiceDescriptor) authz.Table {
	t := authz.Table{}
	for _, s := range services {
		scopes := declared(s)
		for i := range s.Methods().Len() {
			m := s.Methods().Get(i)
			r := authz.Any(scopes...)
			r.Internal = marks.Method(m).Internal()
			if r.Internal || len(r.Scopes) > 0 {
				t[Name(m)] = r
			}
		}
	}
	return t
}

// Name is how interceptors call a method: "/shop.v1.Orders/CreateOrder".
func Name(m protoreflect.MethodDescriptor) string {
	return fmt.Sprintf("/%s/%s", m.Parent().FullName(), m.Name())
}

func declared(s protoreflect.ServiceDescriptor) (scopes []string) {
	text, _ := proto.GetExtension(s.Options(), annotations.E_OauthScopes).(string)
	for scope := range strings.SplitSeq(text, ",") {
		if scope = strings.TrimSpace(scope); scope != "" {
			scopes = append(scopes, scope)
		}
	}
	return scopes
}
