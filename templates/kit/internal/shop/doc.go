// Package shop is the contract that the kit's tests serve: every kind of method, binding and rule once, generated from
// shop.proto beside it. It is not copied into anyone's module.
package shop
