package rules_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// complete makes a whole of a fragment. api-linter goes by the names of messages, so most of its
// cases are one message; our rules go by what rpcs take and answer. So a request or response that no
// rpc uses gets its rpc and the other half in good order, behind the end of the fragment, and the
// resource of an update, if it is an empty stub, gets something to update, and the request of a get,
// update or delete what it is about. A file that declares
// nothing gets a service, because a package without one can't be called. What our rules say of these
// additions counts against us.
func complete(apis []*spec.API, path, text string) string {
	at := slices.IndexFunc(apis, func(a *spec.API) bool { return !a.Imported && a.Root.Path == path })
	if at < 0 {
		return text
	}
	api := apis[at]
	text = filled(api, text)
	var rpcs, messages strings.Builder
	for _, method := range orphans(api) {
		rpc, missing := whole(api, method)
		rpcs.WriteString(rpc)
		messages.WriteString(missing)
		if noun, isUpdate := strings.CutPrefix(method, "Update"); isUpdate {
			stub := "message " + noun
			text = strings.Replace(text, stub+" {}", stub+" { string name = 1; string title = 2; string author = 3; }", 1)
		}
	}
	if rpcs.Len() == 0 {
		return text
	}
	return fmt.Sprintf("%s\nservice Completion {\n%s}\n%s", text, rpcs.String(), messages.String())
}

// emptyRequest finds a request that is a stub.
var emptyRequest = regexp.MustCompile(`message (Get|Update|Delete)(\w+)Request \{(\s*)\}`)

// filled gives the stubs among the requests of standard methods the fields that they can't do without.
// The lines stay where they are.
func filled(api *spec.API, text string) string {
	masks := false
	text = emptyRequest.ReplaceAllStringFunc(text, func(stub string) string {
		parts := emptyRequest.FindStringSubmatch(stub)
		fields := "string name = 1;"
		if parts[1] == "Update" {
			if !declares(api, parts[2]) || strings.Contains(text, "field_mask.proto") {
				return stub
			}
			masks = true
			fields = fmt.Sprintf("%s %s = 1; google.protobuf.FieldMask update_mask = 2;", parts[2], words.Snake.Write(parts[2]))
		}
		return fmt.Sprintf("message %s%sRequest { %s%s}", parts[1], parts[2], fields, parts[3])
	})
	if masks {
		text += "\nimport \"google/protobuf/field_mask.proto\";"
	}
	return text
}

// orphans returns the methods that messages of the API are named for and no rpc is.
func orphans(api *spec.API) []string {
	if len(api.Types)+len(api.Services) == 0 {
		return []string{"GetThing"}
	}
	var methods []string
	for _, t := range api.Types {
		method, isHalf := strings.CutSuffix(t.Name, "Request")
		if !isHalf {
			method, isHalf = strings.CutSuffix(t.Name, "Response")
		}
		if isHalf && method != "" && !hasRPC(api, method) && !slices.Contains(methods, method) {
			methods = append(methods, method)
		}
	}
	return methods
}

func hasRPC(api *spec.API, method string) bool {
	return slices.ContainsFunc(api.Services, func(s *spec.Service) bool {
		return slices.ContainsFunc(s.Operations, func(o *spec.Operation) bool { return o.Name == method })
	})
}

// whole returns the rpc of a method, and those of its messages that the API lacks.
func whole(api *spec.API, method string) (rpc, missing string) {
	request, answer := method+"Request", answerOf(api, method)
	fields := map[string]string{}
	if words.First(method) == "list" {
		fields[request] = "int32 page_size = 1; string page_token = 2;"
		fields[answer] = "repeated string items = 1; string next_page_token = 2;"
	}
	for _, name := range []string{request, answer} {
		if !declares(api, name) {
			missing += fmt.Sprintf("message %s { %s }\n", name, fields[name])
		}
	}
	return fmt.Sprintf("  rpc %s(%s) returns (%s);\n", method, request, answer), missing
}

// answerOf returns what a method answers with: the resource, if it is a standard method of one, or one
// that brings it back or deals in its revisions.
func answerOf(api *spec.API, method string) string {
	answer, verb := method+"Response", words.First(method)
	resource, ofRevision := strings.CutSuffix(method[len(verb):], "Revision")
	if ofRevision || slices.Contains([]string{"undelete", "commit", "rollback"}, verb) {
		return resource
	}
	_, isStandard := standard.Named(verb)
	if isStandard && verb != "list" && declares(api, resource) && !declares(api, answer) {
		return resource
	}
	return answer
}

func declares(api *spec.API, name string) bool {
	return slices.ContainsFunc(api.Types, func(t *spec.Type) bool { return t.Name == name })
}
