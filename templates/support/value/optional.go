// Package value holds the Go types of schema values that the language itself lacks: a value that may be absent, one
// that may be null, dates, durations, UUIDs, exact decimals. It knows their text forms; it must not know JSON, schemas
// or HTTP.
package value

import "log/slog"

// Optional is a value that may be absent. The zero value is absent. It is comparable if T is.
type Optional[T any] struct {
	value T
	set   bool
}

// Some is a value that is there.
func Some[T any](v T) Optional[T] { return Optional[T]{v, true} }

// Get gives the value and whether it is there.
func (o Optional[T]) Get() (T, bool) { return o.value, o.set }

// Or gives the value, or fallback if it is absent.
func (o Optional[T]) Or(fallback T) T {
	if o.set {
		return o.value
	}
	return fallback
}

// IsSet says whether the value is there.
func (o Optional[T]) IsSet() bool { return o.set }

// Set makes v the value.
func (o *Optional[T]) Set(v T) { o.value, o.set = v, true }

// Fill makes the value present and gives the place to put it.
func (o *Optional[T]) Fill() *T {
	o.set = true
	return &o.value
}

// Pointer gives the place of the value, nil if it is absent.
func (o *Optional[T]) Pointer() *T {
	if !o.set {
		return nil
	}
	return &o.value
}

// Clear makes the value absent.
func (o *Optional[T]) Clear() { *o = Optional[T]{} }

// Nullable is a value that may be null. The zero value is null. It is comparable if T is.
type Nullable[T any] struct {
	value   T
	notNull bool
}

// NotNull is a value other than null.
func NotNull[T any](v T) Nullable[T] { return Nullable[T]{v, true} }

// Null is null.
func Null[T any]() Nullable[T] { return Nullable[T]{} }

// Get gives the value and whether it is other than null.
func (n Nullable[T]) Get() (T, bool) { return n.value, n.notNull }

// Or gives the value, or fallback if it is null.
func (n Nullable[T]) Or(fallback T) T {
	if n.notNull {
		return n.value
	}
	return fallback
}

// IsNull says whether it is null.
func (n Nullable[T]) IsNull() bool { return !n.notNull }

// Set makes v the value.
func (n *Nullable[T]) Set(v T) { n.value, n.notNull = v, true }

// Fill makes it other than null and gives the place to put the value.
func (n *Nullable[T]) Fill() *T {
	n.notNull = true
	return &n.value
}

// Pointer gives the place of the value, nil if it is null.
func (n *Nullable[T]) Pointer() *T {
	if !n.notNull {
		return nil
	}
	return &n.value
}

// SetNull makes it null.
func (n *Nullable[T]) SetNull() { *n = Nullable[T]{} }

// LogValue implements slog.LogValuer: logs show the value, or null.
func (o Optional[T]) LogValue() slog.Value { return logged(o.value, o.set) }

// LogValue implements slog.LogValuer: logs show the value, or null.
func (n Nullable[T]) LogValue() slog.Value { return logged(n.value, n.notNull) }

func logged[T any](v T, there bool) slog.Value {
	if !there {
		return slog.AnyValue(nil)
	}
	return slog.AnyValue(v)
}

// Logged is what a pointer leads to, for slog, which a nil one of a type with a LogValue would make panic.
func Logged[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}
