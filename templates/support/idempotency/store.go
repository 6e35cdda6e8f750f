package idempotency

import (
	"context"
	"errors"
	"time"
)

// State is where an execution is.
type State string

// The states of a record.
const (
	Processing State = "processing" // somebody executes it, or has died while doing so: the lease tells
	Pending    State = "pending"    // it was executed, with an outcome that another try may better: the next one executes it
	Completed  State = "completed"  // it was executed
	Failed     State = "failed"     // it was executed, and it will never do
)

// Store keeps a record for each key. Each of its methods is atomic, also between processes. It has no clock: callers say
// what time it is. An error other than those below means that the store is down.
type Store interface {
	// Begin claims the record for an execution where that may begin (Record.Free says where), and returns the record
	// as it is then. Claimed reports whether the claim has succeeded. A record that is there and isn't over is left as it
	// is, but for a lease that ends after Claim.Now+Claim.Lease, which is cut to that.
	Begin(ctx context.Context, c Claim) (r Record, claimed bool, err error)

	// Renew prolongs the lease of an execution. ErrFenced: another one has the record, or it is no more.
	Renew(ctx context.Context, id string, fence int64, until time.Time) error

	// Finish stores what came of an execution. ErrFenced: another one has the record, or it is no more. ErrFull: there is no
	// room for such an answer. Called twice it does the same as once.
	Finish(ctx context.Context, id string, fence int64, o Outcome) error

	// Abandon makes the record Pending. It does nothing if another execution has it.
	Abandon(ctx context.Context, id string, fence int64) error

	// Evict removes at most limit records that are over, and returns how many.
	Evict(ctx context.Context, now time.Time, limit int) (int, error)
}

// Errors of a Store.
var (
	ErrFenced = errors.New("idempotency: another execution has taken the record over")
	ErrFull   = errors.New("idempotency: the store is full")
	ErrUndone = errors.New("idempotency: the outcome isn't stored, and the work is undone with it")
)

// Transactor is a Store that can store an outcome in the same transaction as the work's own writes.
type Transactor interface {
	Store

	// Enter returns the context that the work is executed with, and that Finish or Abandon is called with after it.
	// After work that has written in a transaction, Finish commits it or returns an error that is ErrUndone.
	Enter(ctx context.Context, id string, fence int64) context.Context
}

// Claim asks for a record.
type Claim struct {
	ID          string // Request.ID: 64 hexadecimal digits
	Fingerprint Fingerprint
	Now         time.Time
	Lease       time.Duration
	TTL         time.Duration
}

// Record is what a Store knows of a key.
type Record struct {
	Fingerprint Fingerprint
	State       State
	Fence       int64 // grows with each claim of a key, and never belongs to two of them
	LeaseUntil  time.Time
	Expires     time.Time
	Answer      []byte // of an Outcome; not to be changed
}

// Outcome is how an execution ended for good.
type Outcome struct {
	State   State  // Completed or Failed
	Answer  []byte // opaque; the store's own from here on
	Expires time.Time
}

// Over reports whether a record has outlived its time. That of an execution which shows life never has.
func (r Record) Over(now time.Time) bool {
	return !now.Before(r.Expires) && !(r.State == Processing && now.Before(r.LeaseUntil))
}

// Free reports whether a claim gets a record that is there: it is over, or it is of the same body and nobody executes it.
func (r Record) Free(c Claim) bool {
	if r.Over(c.Now) {
		return true
	}
	left := r.State == Pending || r.State == Processing && !c.Now.Before(r.LeaseUntil)
	return left && r.Fingerprint == c.Fingerprint
}
