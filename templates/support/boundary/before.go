package boundary

import (
	stderrors "errors"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/route"
)

// tell says which request and operation it is to those who stand before the boundary, if they ask.
func (c *Call) tell() {
	m := route.MatchOf(c.req.Context())
	if m == nil {
		return
	}
	m.RequestID = c.id
	if c.op.Template != "" {
		m.Template, m.Operation = c.op.Template, c.op.name()
	}
}

// name is how an operation is called by those who aren't the boundary.
func (o *Operation) name() string {
	if o.ID == "" {
		return o.Method + " " + o.Template
	}
	return o.ID
}

// admitted asks all of Options.Before. False: one of them has refused, which has been answered.
func (c *Call) admitted() bool {
	for _, before := range c.server.options.Before {
		ctx, err := before(c.w.Header(), c.req, c.op.name())
		if err != nil {
			c.turnAway(err)
			return false
		}
		if ctx != nil && ctx != c.req.Context() {
			c.req = c.req.WithContext(ctx)
		}
	}
	return true
}

func (c *Call) turnAway(err error) {
	var known *errors.Error
	if stderrors.As(err, &known) && known.Status >= 400 && known.Status < 600 {
		c.logCause(known)
		c.answer(known)
		return
	}
	c.Fail(err)
}
