package boundary_test

import (
	"context"
	"iter"
	"net/http"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/authn"
	"github.com/bylaw-dev/bylaw/templates/support/boundary"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// part is a value with a member for insiders.
type part struct{ name, cost string }

func (x *part) ReadJSON(r *wire.Reader, n wire.Node) {
	m := r.Struct(n, "name", "cost")
	m.ExemptOutside(0b10)
	for m.Next() {
		switch m.Key {
		case "name":
			x.name = r.String(m.Required(0))
		case "cost":
			if m.Internal() {
				break
			}
			x.cost = r.String(m.Required(1))
			r.MinLength(m.Value, 2)
		}
	}
}

func (x *part) WriteJSON(w *wire.Writer) {
	w.Object()
	w.Hide()
	w.Key("cost").String(x.cost)
	w.Show()
	w.Key("name").String(x.name)
	w.EndObject()
}

// secret is an operation that takes and answers parts; fail has it answer an error.
func secret(answer part, fail error) boundary.Operation {
	return boundary.Operation{
		ID: "putPart", Method: "PUT", Template: "/part", Statuses: []int{200, 409}, Internal: true,
		Errors: []boundary.ErrorBody{{Status: 0, ContentType: "application/json", Write: func(w *wire.Writer, e *errors.Error) {
			w.Object()
			w.Key("code").String(e.Code)
			w.Hide()
			w.Key("detail").String(e.Detail)
			w.Show()
			w.EndObject()
		}}},
		Handle: func(c *boundary.Call) {
			r := c.Reader()
			for _, in := range []errors.Location{errors.Query, errors.Header, errors.Cookie} {
				if c.Internal(in, "trace") {
					continue
				}
				switch in {
				case errors.Query:
					c.Query("trace", param.Form, param.Text)
				case errors.Header:
					c.Header("trace", param.Simple, param.Text)
				}
			}
			var in part
			if c.Body(boundary.Required, "application/json") == 0 {
				if n, ok := c.JSON(); ok {
					in.ReadJSON(r, n)
				}
			}
			if !c.Valid() {
				return
			}
			if fail != nil {
				c.Fail(fail)
				return
			}
			c.PutInternalHeader("X-Cost", param.Simple, nil).String(answer.cost)
			answer.WriteJSON(c.PutHeader("X-Part", param.Simple|param.Explode, nil))
			answer.WriteJSON(c.Begin(http.StatusOK, "application/json"))
			c.Send(wire.Checks[part])
		},
	}
}

// insiders takes those for insiders who say so.
func insiders(change ...func(*boundary.Options)) boundary.Options {
	o := boundary.Options{Before: []boundary.Before{func(_ http.Header, r *http.Request, _ string) (context.Context, error) {
		return authn.With(r.Context(), authn.Caller{Subject: "ada", Internal: r.Header.Get("Who") == "insider"}), nil
	}}}
	for _, c := range change {
		c(&o)
	}
	return o
}

const whole = `{"name":"bolt","cost":"12"}`

func TestInsiderAndOutsider(t *testing.T) {
	s := serve(t, insiders(), secret(part{"bolt", "12"}, nil))
	for _, row := range []struct {
		name, target, body, header string
		status                     int
		want                       string
	}{
		{"an insider", "/part?trace=a", whole, "Who: insider", 200, `{"cost":"12","name":"bolt"}`},
		{"an insider must send all", "/part", `{"name":"bolt"}`, "Who: insider", 400, `"detail":"the request breaks the contract in one place"`},
		{"an outsider", "/part", `{"name":"bolt"}`, "", 200, `{"name":"bolt"}`},
		{"an outsider who knows", "/part", whole, "", 400, `{"code":"invalid_request"}`},
		{"an outsider's parameter", "/part?a=b&trace=a", `{"name":"bolt"}`, "", 400, `{"code":"invalid_request"}`},
		{"an outsider's object", "/part?trace[a]=a", `{"name":"bolt"}`, "", 400, `{"code":"invalid_request"}`},
		{"another parameter", "/part?tracer=a", `{"name":"bolt"}`, "", 200, `{"name":"bolt"}`},
		{"an outsider's header", "/part", `{"name":"bolt"}`, "trace: a", 400, `{"code":"invalid_request"}`},
		{"an outsider's cookie", "/part", `{"name":"bolt"}`, "Cookie: trace=a", 400, `{"code":"invalid_request"}`},
	} {
		w := s.ask("PUT", row.target, row.body, asJSON, row.header)
		if w.Code != row.status || !strings.Contains(w.Body.String(), row.want) || row.header == "" && strings.Contains(w.Body.String(), "detail") {
			t.Errorf("%s: %d %s", row.name, w.Code, w.Body)
		}
		if w.Code != 200 {
			continue
		}
		header, cost := "name=bolt", ""
		if row.header != "" {
			header, cost = "cost=12,name=bolt", "12"
		}
		if w.Header().Get("X-Part") != header || w.Header().Get("X-Cost") != cost {
			t.Errorf("%s: %v", row.name, w.Header())
		}
	}
}

// It is the whole that has to obey the contract, whoever asks.
func TestWholeAnswerIsChecked(t *testing.T) {
	s := serve(t, insiders(), secret(part{"bolt", "1"}, nil))
	for _, who := range []string{"insider", "anybody"} {
		body := `{"name":"bolt"}`
		if who == "insider" {
			body = whole
		}
		if w := s.ask("PUT", "/part", body, asJSON, "Who: "+who); w.Code != 500 {
			t.Errorf("%s: %d %s", who, w.Code, w.Body)
		}
	}
	unchecked := serve(t, insiders(func(o *boundary.Options) { o.SkipResponseValidation = true }), secret(part{"bolt", "1"}, nil))
	if w := unchecked.ask("PUT", "/part", `{"name":"bolt"}`, asJSON); w.Body.String() != `{"name":"bolt"}` {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// The violation of an outsider speaks of what was sent, and of nothing that stands behind it.
func TestOutsiderIsToldUnknown(t *testing.T) {
	var told *errors.Error
	s := serve(t, insiders(func(o *boundary.Options) {
		o.OnError = func(_ context.Context, e *errors.Error) { told = e }
	}), secret(part{"bolt", "12"}, nil))
	s.ask("PUT", "/part?trace=a", `{"name":"bolt","cost":1}`, asJSON)
	if told == nil || len(told.Violations) != 2 {
		t.Fatalf("%+v", told)
	}
	for i, want := range []errors.Violation{{Location: errors.Query, Field: "trace", Code: errors.UnknownField}, {Location: errors.Body, Field: "cost", Code: errors.UnknownField}} {
		if got := told.Violations[i]; got.Location != want.Location || got.Field != want.Field || got.Code != want.Code || strings.Contains(got.Description, "internal") {
			t.Errorf("%+v", got)
		}
	}
}

// Errors are hidden as answers are, those of requests that no operation answers too.
func TestErrorsOfOutsiders(t *testing.T) {
	op := secret(part{}, &errors.Error{Status: 409, Code: "conflict", Detail: "shelf 7"})
	for who, want := range map[string]string{"insider": `{"code":"conflict","detail":"shelf 7"}`, "anybody": `{"code":"conflict"}`} {
		body := map[bool]string{true: whole, false: `{"name":"bolt"}`}[who == "insider"]
		if w := serve(t, insiders(), op).ask("PUT", "/part", body, asJSON, "Who: "+who); w.Code != 409 || w.Body.String() != want {
			t.Errorf("%s: %d %s", who, w.Code, w.Body)
		}
	}
	h, err := boundary.New([]boundary.Operation{op}, op.Errors, boundary.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if w := (server{Handler: h}).ask("GET", "/nothing", ""); w.Body.String() != `{"code":"not_found"}` {
		t.Error(w.Body)
	}
}

// Who is inside is the service's to say; without anything said it is authn's internal callers, so nobody where nobody is known.
func TestInsider(t *testing.T) {
	op := secret(part{"bolt", "12"}, nil)
	all := serve(t, boundary.Options{Insider: func(context.Context) bool { return true }}, op)
	if w := all.ask("PUT", "/part", whole, asJSON); w.Code != 200 || !strings.Contains(w.Body.String(), "12") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := serve(t, boundary.Options{}, op).ask("PUT", "/part", `{"name":"bolt"}`, asJSON); w.Code != 200 || strings.Contains(w.Body.String(), "12") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	op.Internal = false
	none := serve(t, boundary.Options{Insider: func(context.Context) bool { t.Error("asked for nothing"); return false }}, op)
	if w := none.ask("PUT", "/part", whole, asJSON); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// What Around makes of the context decides, as it is the operation's.
func TestInsiderWithinAround(t *testing.T) {
	o := around(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(authn.With(r.Context(), authn.Caller{Subject: "ada", Internal: true})))
	})
	if w := serve(t, o, secret(part{"bolt", "12"}, nil)).ask("PUT", "/part", whole, asJSON); w.Code != 200 || !strings.Contains(w.Body.String(), "12") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestStreamsOfOutsiders(t *testing.T) {
	var items iter.Seq2[part, error] = func(yield func(part, error) bool) {
		_ = yield(part{"bolt", "12"}, nil) && yield(part{"nut", "13"}, nil)
	}
	for media, want := range map[string][2]string{
		"application/jsonl": {"{\"name\":\"bolt\"}\n{\"name\":\"nut\"}\n", "{\"cost\":\"12\",\"name\":\"bolt\"}\n{\"cost\":\"13\",\"name\":\"nut\"}\n"},
		"text/event-stream": {"data: {\"name\":\"bolt\"}\n\ndata: {\"name\":\"nut\"}\n\n", "data: {\"cost\":\"12\",\"name\":\"bolt\"}\n\ndata: {\"cost\":\"13\",\"name\":\"nut\"}\n\n"},
	} {
		op := boundary.Operation{ID: "parts", Method: "GET", Template: "/parts", Internal: true, Handle: func(c *boundary.Call) {
			boundary.SendItems(c, 200, media, items, (*part).WriteJSON, wire.Checks[part])
		}}
		for i, who := range []string{"Who: anybody", "Who: insider"} {
			if w := serve(t, insiders(), op).ask("GET", "/parts", "", who); w.Body.String() != want[i] {
				t.Errorf("%s, %s: %s", media, who, w.Body)
			}
		}
	}
}
