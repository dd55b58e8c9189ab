/* Without this, the one of the folders above would be found. */
export default {};
