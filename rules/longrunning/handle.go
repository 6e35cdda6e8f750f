package longrunning

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

const operationID = "google.longrunning.Operation"

// handsOutOperation reports whether an rpc answers with a google.longrunning.Operation.
func handsOutOperation(o *spec.Operation) bool {
	answer := o.ResponseType()
	return answer != nil && answer.ID() == operationID
}

// answers returns the response of that status, or nil.
func answers(o *spec.Operation, status string) *spec.Response {
	at := slices.IndexFunc(o.Responses, func(r *spec.Response) bool { return r.Status == status })
	if o.Kind != spec.Call || at < 0 {
		return nil
	}
	return o.Responses[at]
}

// bodyOf returns the type that a response carries, JSON or not; nil if it has none.
func bodyOf(r *spec.Response) *spec.Type {
	for _, m := range r.Content {
		if m.Type != nil {
			return m.Type.Resolve()
		}
	}
	return nil
}

// isWork reports whether a message is the state of work that goes on: an operation, a job or a task of
// the API's own with a state.
func isWork(t *spec.Type) bool {
	if t == nil || t.Kind != spec.KindObject || t.ID() == operationID {
		return false
	}
	name := words.Split(t.Name)
	if len(name) == 0 || !slices.Contains([]string{"operation", "job", "task"}, name[len(name)-1]) {
		return false
	}
	return slices.ContainsFunc(t.AllFields(), func(f *spec.Field) bool {
		switch words.Snake.Write(f.Name) {
		case "state", "status", "done", "phase", "progress":
			return true
		}
		return false
	})
}

// work is a kind of work that an API hands out.
type work struct {
	message           *spec.Type
	starter           *spec.Operation // the first that answers with it and doesn't only read
	readable, endable bool
}

// workOf returns the kinds of work that the operations of an API hand out, in the order in which they
// do.
func workOf(p pass, api *spec.API) []*work {
	var all []*work
	byType := map[*spec.Type]*work{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			t := o.ResponseType()
			if o.Kind == spec.Call && isWork(t) && byType[t] == nil && !p.reads(o) {
				byType[t] = &work{message: t, starter: o}
				all = append(all, byType[t])
			}
		}
	}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			for _, w := range all {
				w.look(p, o)
			}
		}
	}
	return all
}

// look notes whether an operation reads the work, or ends it.
func (w *work) look(p pass, o *spec.Operation) {
	answer := o.ResponseType()
	w.readable = w.readable || p.reads(o) && answer != nil && (answer == w.message || listsIt(answer, w.message))
	noun := words.Split(w.message.Name)
	said := words.Split(o.Name + " " + strings.ReplaceAll(o.Path().Raw, "/", " "))
	ends := slices.ContainsFunc(said, func(word string) bool {
		switch word {
		case "cancel", "stop", "abort", "kill", "terminate", "delete", "end", "close", "remove", "destroy":
			return true
		}
		return false
	})
	about := slices.ContainsFunc(said, func(word string) bool { return p.pass.Words.Singular(word) == noun[len(noun)-1] })
	w.endable = w.endable || about && (ends || o.Method() == "DELETE")
}

func listsIt(answer, message *spec.Type) bool {
	if answer.Kind == spec.KindArray {
		return answer.Items.Resolve() == message
	}
	return slices.ContainsFunc(answer.AllFields(), func(f *spec.Field) bool {
		t := f.Type.Resolve()
		return t == message || t.Kind == spec.KindArray && t.Items.Resolve() == message
	})
}
